// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_parts.h"

#include <QEvent>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace ligature {

QLabel* addHeading(QVBoxLayout* layout, const QString& text)
{
    auto* const heading = new QLabel(text);
    QFont font = heading->font();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    heading->setContentsMargins(0, 8, 0, 0);
    layout->addWidget(heading);
    return heading;
}

QLabel* addText(QVBoxLayout* layout, const QString& text)
{
    auto* const label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    layout->addWidget(label);
    return label;
}

NameLine::NameLine(const QString& label, std::function<Result<void>(const QString&)> rename, QWidget* parent)
    : QWidget(parent), m_rename(std::move(rename)), m_line(new QLineEdit(this)), m_problem(new QLabel(this))
{
    auto* const title = new QLabel(label, this);
    title->setBuddy(m_line);
    m_line->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    m_line->installEventFilter(this);
    m_problem->setWordWrap(true);
    m_problem->hide();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(m_line);
    layout->addWidget(m_problem);
    connect(m_line, &QLineEdit::editingFinished, this, &NameLine::take);
}

void NameLine::setName(const QString& name)
{
    if (name == m_name)
        return;
    const bool untouched = m_line->text() == m_name;
    m_name = name;
    if (untouched || !m_line->hasFocus())
        m_line->setText(name);
}

void NameLine::take()
{
    const QString wish = m_line->text();
    const Result<void> renamed = wish == m_name ? Result<void>() : m_rename(wish);
    m_problem->setVisible(!renamed.has_value());
    if (!renamed) {
        QPalette colours = palette();
        colours.setColor(QPalette::WindowText, themeFor(palette()).error);
        m_problem->setPalette(colours);
        m_problem->setText(QString::fromStdString(renamed.error().what + "; " + renamed.error().mend + "."));
        return;
    }
    m_name = wish;
    m_problem->clear();
}

bool NameLine::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_line->setText(m_name);
        m_problem->clear();
        m_problem->hide();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

QString diagnosticsText(const Analysis& analysis, const std::function<bool(const Diagnostic&)>& concerns,
                        const QPalette& palette)
{
    const Theme& theme = themeFor(palette);
    QString text;
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        if (!concerns(diagnostic))
            continue;
        const QColor colour = diagnostic.severity == Severity::Error ? theme.error : theme.warning;
        text += QStringLiteral("<p style='margin:0 0 6px 0'><span style='color:%1'>%2</span> %3</p>")
                    .arg(colour.name(), QString::fromStdString(diagnostic.message).toHtmlEscaped(),
                         QString::fromStdString(diagnostic.mend).toHtmlEscaped());
    }
    return text;
}

} // namespace ligature
