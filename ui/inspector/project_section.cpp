// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/project_section.h"

#include <QEvent>
#include <QLabel>
#include <QPlainTextEdit>

#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

QString linkTo(const Network& network, const Diagnostic& diagnostic)
{
    if (diagnostic.layer && network.layers.contains(*diagnostic.layer))
        return QStringLiteral("<a href='layer %1'>%2</a>: ")
            .arg(diagnostic.layer->value)
            .arg(QString::fromStdString(network.layers.at(*diagnostic.layer).name).toHtmlEscaped());
    if (diagnostic.parameter)
        return QStringLiteral("<a href='parameter %1'>%2</a>: ")
            .arg(diagnostic.parameter->value)
            .arg(QString::fromStdString(parameterName(network, *diagnostic.parameter)).toHtmlEscaped());
    return {};
}

} // namespace

ProjectSection::ProjectSection(Document* document, Selection* selection, QWidget* parent)
    : InspectorSection(parent), m_document(document), m_selection(selection),
      m_name(
          new NameLine(tr("Project &name"), [this](const QString& name) { return setProjectName(*m_document, name); })),
      m_description(new QPlainTextEdit(this))
{
    m_layout->addWidget(m_name);
    QLabel* const about = addHeading(m_layout, tr("&About"));
    about->setBuddy(m_description);
    m_description->setPlaceholderText(tr("What this network is to show"));
    m_description->setTabChangesFocus(true);
    m_description->setMinimumHeight(180);
    m_description->installEventFilter(this);
    m_layout->addWidget(m_description);
    addHeading(m_layout, tr("Findings"));
    m_diagnostics = addText(m_layout);
    connect(m_diagnostics, &QLabel::linkActivated, this, [this](const QString& link) {
        const auto id = link.section(QLatin1Char(' '), 1).toULongLong();
        if (link.startsWith(QLatin1String("layer")))
            m_selection->set(SelectedItems{.layers = {LayerId{id}}});
        else
            m_selection->set(SelectedItems{.parameters = {ParameterId{id}}});
    });
    addText(m_layout, tr("Select a node, a link or a tie on the canvas to see and change it here."));
    refresh();
}

void ProjectSection::refresh()
{
    const Project& project = m_document->project();
    m_name->setName(QString::fromStdString(project.name));
    const QString description = QString::fromStdString(project.description);
    if (!m_description->hasFocus() && m_description->toPlainText() != description)
        m_description->setPlainText(description);
    QString text;
    for (const Diagnostic& diagnostic : m_document->analysis().diagnostics) {
        const Theme& theme = themeFor(palette());
        const QColor colour = diagnostic.severity == Severity::Error ? theme.error : theme.warning;
        text += QStringLiteral("<p style='margin:0 0 6px 0'>%1<span style='color:%2'>%3</span> %4</p>")
                    .arg(linkTo(project.network, diagnostic), colour.name(),
                         QString::fromStdString(diagnostic.message).toHtmlEscaped(),
                         QString::fromStdString(diagnostic.mend).toHtmlEscaped());
    }
    m_diagnostics->setText(text.isEmpty() ? tr("Nothing is wrong: the network can be trained.") : text);
}

bool ProjectSection::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FocusOut)
        (void)setProjectDescription(*m_document, m_description->toPlainText());
    return InspectorSection::eventFilter(watched, event);
}

} // namespace ligature
