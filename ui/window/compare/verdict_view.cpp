// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/verdict_view.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

/// The verdict's word in its colour, then the sentences.
QString verdictHtml(const ArmFigures& arm, const ArmFigure& figure, const Theme& theme)
{
    const statistics::Answer answer = figure.comparison->verdict.answer;
    return QStringLiteral("<span style=\"color:%1; font-weight:600\">● %2: %3.</span> %4 %5")
        .arg(answerColour(answer, theme).name(), QString::fromStdString(arm.title).toHtmlEscaped(),
             answerText(answer).toLower(), QString::fromStdString(arm.storage).toHtmlEscaped(),
             QString::fromStdString(figure.comparison->sentence).toHtmlEscaped());
}

} // namespace

VerdictView::VerdictView(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("verdict"));
    setAccessibleName(tr("Verdict"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(4);
}

void VerdictView::addLine(const QString& text, const char* look, const QString& name)
{
    auto* const label = new QLabel(text, this);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setObjectName(name);
    if (look != nullptr)
        label->setProperty("look", look);
    m_layout->addWidget(label);
    label->show(); // Now: who asks for the height next counts it.
}

void VerdictView::setAnswer(const std::shared_ptr<const ExperimentAnswer>& answer, std::size_t group, bool is_outdated)
{
    while (QLayoutItem* const item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (answer == nullptr || group >= answer->figures.groups.size()) {
        addLine(
            tr("Is the tie worth it? Compare trains each arm with several seeds, the same split, order and first "
               "values for all of them, and says in words, with an interval, what the tie saves and what it costs."),
            "muted", QStringLiteral("verdict_empty"));
        return;
    }
    if (is_outdated)
        addLine(
            tr("The network, the data or the settings have changed since: compare again. Runs that are not touched by "
               "it are not trained again."),
            "muted", QStringLiteral("verdict_outdated"));
    const Theme& theme = themeFor(palette());
    for (const ArmFigures& arm : answer->figures.groups[group].arms) {
        const ArmFigure& figure = answer->figures.is_by_metric ? arm.metric : arm.val_loss;
        if (!figure.comparison)
            continue;
        addLine(verdictHtml(arm, figure, theme), nullptr, QStringLiteral("verdict_sentence"));
        addLine(QString::fromStdString(figure.comparison->evidence), "muted", QStringLiteral("verdict_evidence"));
    }
    if (answer->experiment.settings().tuning_trials == 0)
        addLine(
            tr("The learning rates were not tuned: a tie changes the effective step, so each arm may ask for its own "
               "(Tuning trials)."),
            "muted", QStringLiteral("verdict_untuned"));
}

QString VerdictView::text() const
{
    QStringList lines;
    for (const QLabel* const label : findChildren<QLabel*>())
        lines << label->text();
    return lines.join(u'\n');
}

} // namespace ligature
