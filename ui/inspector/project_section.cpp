// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/project_section.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include "ui/dialogs/remedy_buttons.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/quantity_text.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/inspector/links.h"
#include "ui/inspector/name_line.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int descriptionLines = 7;
/// Title and what is to be done here.
constexpr int afterIntroduction = 2;
constexpr const char* detailsAddress = "details ";

QString countRow(const QString& label, const QString& tied, const QString& untied, const Theme& theme)
{
    return QStringLiteral("<tr><td style='color:%1; padding-right:16px'>%2</td>"
                          "<td align='right' style='padding-right:16px'>%3</td><td align='right'>%4</td></tr>")
        .arg(theme.muted_text.name(), label, tied, untied);
}

} // namespace

ProjectSection::ProjectSection(Document* document, Selection* selection, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_description(new QPlainTextEdit(this)),
      m_findings(new QWidget(this))
{
    addTitle(m_layout, {}, tr("Project"));
    addMutedText(m_layout, tr("Select a node, a link or a tie to see and change it here."));
    m_name = new NameLine(tr("&Name"), tr("What titles and exports call it."),
                          [this](const QString& name) { return setProjectName(*m_document, name); });
    m_layout->addWidget(m_name);
    addDescription();
    addHeading(m_layout, tr("Size"));
    m_counts = addText(m_layout);
    addFindings();
    connect(m_diagnostics, &QLabel::linkActivated, selection,
            [this, selection](const QString& address) { followFinding(address, *selection); });
    refresh();
}

void ProjectSection::addFindings()
{
    auto* const layout = new QVBoxLayout(m_findings);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(m_layout->spacing());
    addHeading(layout, tr("Findings"));
    m_diagnostics = addText(layout);
    m_remedies = new RemedyButtons(m_document, m_findings);
    layout->addWidget(m_remedies);
    m_layout->addWidget(m_findings);
}

void ProjectSection::placeFindings()
{
    const int place = m_document->analysis().hasErrors() ? afterIntroduction : m_layout->count() - 1;
    if (m_layout->indexOf(m_findings) == place)
        return;
    m_layout->removeWidget(m_findings);
    m_layout->insertWidget(place, m_findings);
}

void ProjectSection::addDescription()
{
    auto* const about = new QLabel(tr("Descri&ption"), this);
    about->setBuddy(m_description);
    m_description->setAccessibleName(tr("Description"));
    m_description->setToolTip(tr("What this network is to show; Escape brings the old text back."));
    m_description->setPlaceholderText(tr("What this network is to show"));
    m_description->setTabChangesFocus(true);
    m_description->setFixedHeight(m_description->fontMetrics().lineSpacing() * descriptionLines + 18);
    m_description->installEventFilter(this);
    m_layout->addWidget(about);
    m_layout->addWidget(m_description);
}

void ProjectSection::refresh()
{
    const Project& project = m_document->project();
    m_name->setName(QString::fromStdString(project.name));
    const QString description = QString::fromStdString(project.description);
    const bool untouched = m_description->toPlainText() == m_shown_description;
    if (description != m_shown_description && (untouched || !m_description->hasFocus()))
        m_description->setPlainText(description);
    m_shown_description = description;
    m_counts->setText(countsText());
    const QString text = diagnosticsText(
        m_document->analysis(), [](const Diagnostic&) { return true; }, palette(),
        [&](const Diagnostic& diagnostic) { return linkTo(project.network, diagnostic); },
        [this](const Diagnostic& diagnostic) { return detailsText(diagnostic); });
    m_diagnostics->setText(text.isEmpty() ? tr("Nothing is wrong: the network can be trained.") : text);
    m_remedies->showFindings([](const Diagnostic&) { return true; }, RemedyButtons::Owner::Named);
    placeFindings();
}

QString ProjectSection::detailsText(const Diagnostic& diagnostic) const
{
    const QString address = QStringLiteral("%1%2 %3")
                                .arg(QLatin1String(detailsAddress), QString::fromStdString(diagnostic.code))
                                .arg(diagnostic.parameter ? diagnostic.parameter->value : 0);
    const bool unfolded = m_unfolded.contains(address);
    QString text = QStringLiteral("<p style='margin:0 0 6px 0'><a href='%1'>%2</a></p>")
                       .arg(address, unfolded ? tr("Show the line alone")
                                              : tr("Show all %1").arg(groupedNumber(std::ssize(diagnostic.details))));
    if (!unfolded)
        return text;
    for (const DiagnosticDetail& detail : diagnostic.details) {
        text += QStringLiteral("<p style='margin:0 0 2px 12px'>%1: %2</p>")
                    .arg(linkTo(m_document->project().network, detail.layer),
                         QString::fromStdString(detail.message).toHtmlEscaped());
    }
    return text;
}

void ProjectSection::followFinding(const QString& address, Selection& selection)
{
    if (!address.startsWith(QLatin1String(detailsAddress)))
        return follow(address, selection);
    if (!m_unfolded.remove(address))
        m_unfolded.insert(address);
    refresh();
}

QString ProjectSection::countsText() const
{
    const Theme& theme = themeFor(palette());
    const Account& account = m_document->account();
    const auto coloured = [](const QString& text, const QColor& colour) {
        return QStringLiteral("<b style='color:%1'>%2</b>").arg(colour.name(), text);
    };
    const QString rows =
        countRow({}, coloured(tr("tied"), theme.tied), coloured(tr("untied"), theme.untied), theme) +
        countRow(tr("Parameters"), groupedNumber(account.tied.parameters), groupedNumber(account.untied.parameters),
                 theme) +
        countRow(tr("Weights"), bytesText(account.tied.weight_bytes), bytesText(account.untied.weight_bytes), theme);
    return QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

void ProjectSection::takeDescription()
{
    const QString text = m_description->toPlainText();
    if (text == m_shown_description)
        return;
    if (setProjectDescription(*m_document, text))
        m_shown_description = text;
}

bool ProjectSection::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        takeDescription();
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
        m_description->toPlainText() != m_shown_description) {
        m_description->setPlainText(m_shown_description);
        return true;
    }
    return InspectorSection::eventFilter(watched, event);
}

} // namespace ligature
