// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/remedy_buttons.h"

#include <algorithm>

#include <QPushButton>
#include <QToolTip>
#include <QVBoxLayout>

#include "ui/document/document.h"
#include "ui/document/named_edits.h"

namespace ligature {

namespace {

/// More would push all else out of sight; those at the nodes stay.
constexpr std::size_t mostButtons = 6;

} // namespace

RemedyButtons::RemedyButtons(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 4);
    m_layout->setSpacing(4);
    hide();
}

void RemedyButtons::showFindings(const std::function<bool(const Diagnostic&)>& concerns, Owner owner)
{
    std::vector<Diagnostic> findings;
    for (const Diagnostic& finding : m_document->analysis().diagnostics) {
        if (finding.remedy && concerns(finding) && findings.size() < mostButtons)
            findings.push_back(finding);
    }
    QStringList titles;
    for (const Diagnostic& finding : findings) {
        const QString title = QString::fromStdString(finding.remedy->title);
        const std::string node = errorOf(m_document->network(), finding, {}).where;
        const bool is_named = owner == Owner::Named && findings.size() > 1 && !node.empty();
        titles << (is_named ? tr("%1: %2").arg(QString::fromStdString(node), title) : title);
    }
    if (findings == m_shown && titles == m_titles)
        return;
    m_shown = findings;
    m_titles = titles;
    while (QLayoutItem* const item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // It may be the one that is being pressed.
        delete item;
    }
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const Diagnostic& finding = findings[i];
        auto* const button =
            new QPushButton(titles[static_cast<qsizetype>(i)].replace(u'&', QLatin1String("&&")), this);
        button->setObjectName(QStringLiteral("remedy"));
        button->setToolTip(QString::fromStdString(finding.message + " " + finding.mend).trimmed());
        button->setAccessibleDescription(QString::fromStdString(finding.message));
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, [this, finding, button] { press(finding, button); });
        m_layout->addWidget(button, 0, Qt::AlignLeft);
    }
    setVisible(!findings.empty());
}

void RemedyButtons::press(const Diagnostic& finding, QWidget* button)
{
    const Result<void> done = applyRemedy(*m_document, *finding.remedy);
    if (!done)
        QToolTip::showText(button->mapToGlobal(button->rect().bottomLeft()),
                           QString::fromStdString(done.error().oneLine()), button);
}

} // namespace ligature
