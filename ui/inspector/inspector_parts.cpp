// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/inspector_parts.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/theme/severity_style.h"
#include "ui/theme/theme.h"

namespace ligature {

void addTitle(QVBoxLayout* layout, const QIcon& mark, const QString& text)
{
    auto* const row = new QHBoxLayout;
    row->setSpacing(6);
    if (!mark.isNull()) {
        auto* const icon = new QLabel;
        icon->setPixmap(mark.pixmap(16, 16));
        row->addWidget(icon);
    }
    auto* const title = new ElidedLabel(text);
    title->setProperty("look", "heading");
    row->addWidget(title, 1);
    layout->addLayout(row);
}

QLabel* addHeading(QVBoxLayout* layout, const QString& text)
{
    auto* const heading = new QLabel(text);
    heading->setProperty("look", "strong");
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

QLabel* addMutedText(QVBoxLayout* layout, const QString& text)
{
    QLabel* const label = addText(layout, text);
    label->setProperty("look", "muted");
    return label;
}

QLabel* addProblem(QVBoxLayout* layout)
{
    QLabel* const label = addText(layout);
    label->setProperty("look", "error");
    label->hide();
    return label;
}

void showProblem(QLabel& label, const QString& problem)
{
    label.setText(problem.toHtmlEscaped());
    label.setVisible(!problem.isEmpty());
}

QString refusalText(const Error& error)
{
    QString text = QString::fromStdString(error.what);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    if (!error.mend.empty())
        text += QStringLiteral("; ") + QString::fromStdString(error.mend);
    return text + QLatin1Char('.');
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width());
    const QString whole = shown == text() ? QString() : text();
    setToolTip(whole.isEmpty() || m_explanation.isEmpty() ? whole + m_explanation
                                                          : whole + QStringLiteral("\n\n") + m_explanation);
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment()), shown);
}

QString diagnosticsText(const Analysis& analysis, const std::function<bool(const Diagnostic&)>& concerns,
                        const QPalette& palette, const std::function<QString(const Diagnostic&)>& subject,
                        const std::function<QString(const Diagnostic&)>& details)
{
    const Theme& theme = themeFor(palette);
    QString text;
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        if (!concerns(diagnostic))
            continue;
        const QString about = subject ? subject(diagnostic) : QString();
        text += QStringLiteral("<p style='margin:0 0 6px 0'><b style='color:%1'>%2</b> %3%4 "
                               "<span style='color:%5'>%6</span></p>")
                    .arg(colourOf(diagnostic.severity, theme).name(), titleOf(diagnostic.severity) + QLatin1Char(':'),
                         about.isEmpty() ? about : about + QStringLiteral(": "),
                         QString::fromStdString(diagnostic.message).toHtmlEscaped(), theme.muted_text.name(),
                         QString::fromStdString(diagnostic.mend).toHtmlEscaped());
        if (details && !diagnostic.details.empty())
            text += details(diagnostic);
    }
    return text;
}

} // namespace ligature
