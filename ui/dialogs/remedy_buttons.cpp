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

void RemedyButtons::showFindings(const std::function<bool(const Diagnostic&)>& concerns)
{
    std::vector<Diagnostic> findings;
    for (const Diagnostic& finding : m_document->analysis().diagnostics) {
        if (finding.remedy && concerns(finding) && findings.size() < mostButtons)
            findings.push_back(finding);
    }
    if (findings == m_shown)
        return;
    m_shown = findings;
    while (QLayoutItem* const item = m_layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // It may be the one that is being pressed.
        delete item;
    }
    for (const Diagnostic& finding : findings) {
        auto* const button =
            new QPushButton(QString::fromStdString(finding.remedy->title).replace(u'&', QLatin1String("&&")), this);
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
