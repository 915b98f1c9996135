// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/runs_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include "ui/document/quantity_text.h"
#include "ui/plots/number_text.h"
#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

QString runsTr(const char* text)
{
    return QCoreApplication::translate("ligature::Runs", text);
}

ValueFormat formatOf(bool is_share)
{
    return is_share ? ValueFormat::Percent : ValueFormat::Plain;
}

QString signedValue(double value, ValueFormat format)
{
    if (value == 0)
        return valueText(0, format);
    return (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + valueText(std::abs(value), format);
}

} // namespace

QString columnTitle(const RunTable& table, const RunColumn& column)
{
    switch (column.kind) {
    case RunColumn::Kind::Name: return runsTr("Arm");
    case RunColumn::Kind::Setting: return QString::fromStdString(column.setting);
    case RunColumn::Kind::Samples: return runsTr("Samples");
    case RunColumn::Kind::Runs: return runsTr("Runs");
    case RunColumn::Kind::Parameters: return runsTr("Parameters");
    case RunColumn::Kind::ValLoss: return runsTr("Validation loss");
    case RunColumn::Kind::Metric: {
        QString name = QString::fromStdString(table.metric.name);
        if (!name.isEmpty())
            name[0] = name[0].toUpper();
        return name;
    }
    case RunColumn::Kind::Difference: return runsTr("Difference");
    case RunColumn::Kind::Verdict: return runsTr("Verdict");
    case RunColumn::Kind::TestLoss: return runsTr("Test loss");
    case RunColumn::Kind::Gap: return runsTr("Gap");
    case RunColumn::Kind::StepTime: return runsTr("Step");
    case RunColumn::Kind::Trained: return runsTr("Trained");
    case RunColumn::Kind::Tags: return runsTr("Tags");
    case RunColumn::Kind::Note: return runsTr("Note");
    }
    return {};
}

QString columnHelp(const RunTable& table, const RunColumn& column)
{
    switch (column.kind) {
    case RunColumn::Kind::Name:
        return runsTr("What was trained. Tick a row to draw its curves; Space does it too. Open it to see its runs");
    case RunColumn::Kind::Setting: return runsTr("A setting in which these rows differ");
    case RunColumn::Kind::Samples: return runsTr("The share of the training samples");
    case RunColumn::Kind::Runs: return runsTr("How many are through, and how many of them diverged");
    case RunColumn::Kind::Parameters: return runsTr("Each storage counted once");
    case RunColumn::Kind::ValLoss: return runsTr("Mean ± standard deviation over the seeds, at the end");
    case RunColumn::Kind::Metric: return runsTr("The same of the metric");
    case RunColumn::Kind::Difference:
        return table.baseline.empty()
                   ? runsTr("Mean of the paired differences, relative to the baseline of the comparison. Pin another "
                            "one by its context menu")
                   : runsTr("Mean of the paired differences, relative to what is pinned: %1")
                         .arg(QString::fromStdString(table.baseline_name));
    case RunColumn::Kind::Verdict:
        return runsTr("Against the baseline of the comparison, by the 95 % interval of the difference and the margin");
    case RunColumn::Kind::TestLoss: return runsTr("On samples that neither training nor validation saw");
    case RunColumn::Kind::Gap: return runsTr("Validation loss less training loss");
    case RunColumn::Kind::StepTime: return runsTr("The median time of a step");
    case RunColumn::Kind::Trained: return runsTr("When the newest of its runs was through");
    case RunColumn::Kind::Tags:
        return runsTr("Words of your own, with commas between them. F2 or a double click edits");
    case RunColumn::Kind::Note: return runsTr("A line of your own. Shift+F2 or a double click edits");
    }
    return {};
}

QString meanText(const ArmFigure& figure, bool is_share)
{
    const ValueFormat format = formatOf(is_share);
    if (figure.name.empty() || (!figure.summary.mean && figure.diverged == 0))
        return QStringLiteral("–");
    QString text = figure.summary.mean ? valueText(*figure.summary.mean, format) : QStringLiteral("–");
    if (figure.summary.deviation)
        text += QStringLiteral(" ± ") +
                (is_share ? percentText(*figure.summary.deviation, 1) : shortNumber(*figure.summary.deviation, 2));
    if (figure.diverged == 0)
        return text;
    const QString count = groupedNumber(static_cast<std::int64_t>(figure.diverged));
    return text + (figure.mean_with_diverged
                       ? runsTr(" · with %1 diverged %2").arg(count, valueText(*figure.mean_with_diverged, format))
                       : runsTr(" · without %1 diverged").arg(count));
}

QString meanHelp(const ArmFigure& figure, bool is_share)
{
    const ValueFormat format = formatOf(is_share);
    QStringList sentences;
    if (figure.summary.range)
        sentences << runsTr("%1 runs, from %2 to %3.")
                         .arg(groupedNumber(static_cast<std::int64_t>(figure.summary.count)),
                              valueText(figure.summary.range->low, format),
                              valueText(figure.summary.range->high, format));
    if (figure.diverged > 0)
        sentences << runsTr("%1 diverged and are not in the first mean.")
                         .arg(groupedNumber(static_cast<std::int64_t>(figure.diverged)));
    if (figure.mean_with_diverged)
        sentences << runsTr("The second one counts each of them as the network was before its first step.");
    return sentences.join(u' ');
}

QString differenceText(const RunDifference& difference, bool is_share)
{
    QString text;
    if (difference.relative)
        text = signedPercent(*difference.relative);
    else if (difference.absolute)
        text = signedValue(*difference.absolute, formatOf(is_share));
    else
        return QStringLiteral("–");
    switch (difference.sign) {
    case RunDifference::Sign::Better: return runsTr("%1 better").arg(text);
    case RunDifference::Sign::Worse: return runsTr("%1 worse").arg(text);
    case RunDifference::Sign::Same: break;
    }
    return text;
}

QString differenceHelp(const RunDifference& difference, const QString& baseline)
{
    if (!difference.absolute)
        return {};
    QString text = runsTr("%1 against %2").arg(signedValue(*difference.absolute, ValueFormat::Plain), baseline);
    if (difference.interval)
        text += runsTr(", 95 % interval %1 to %2")
                    .arg(signedValue(difference.interval->low, ValueFormat::Plain),
                         signedValue(difference.interval->high, ValueFormat::Plain));
    if (difference.pairs == 1)
        return text + runsTr(". Of one seed.");
    if (difference.pairs == 0)
        return text + runsTr(". They have no seed in common: it is the difference of the two means.");
    return text + runsTr(". Paired over %1 seeds.").arg(groupedNumber(static_cast<std::int64_t>(difference.pairs)));
}

QString runsText(const RunGroup& group)
{
    const QString through = groupedNumber(static_cast<std::int64_t>(group.runs.size()));
    QString text = group.planned > group.runs.size()
                       ? runsTr("%1 of %2").arg(through, groupedNumber(static_cast<std::int64_t>(group.planned)))
                       : through;
    if (group.diverged() > 0)
        text += runsTr(", %1 diverged").arg(groupedNumber(static_cast<std::int64_t>(group.diverged())));
    if (group.is_tuning)
        text += runsTr(", tuning");
    return text;
}

QString whenText(std::int64_t seconds)
{
    if (seconds <= 0)
        return QStringLiteral("–");
    const QDateTime when = QDateTime::fromSecsSinceEpoch(seconds);
    const QString time = QLocale().toString(when.time(), QLocale::ShortFormat);
    if (when.date() == QDate::currentDate())
        return time;
    return QLocale().toString(when.date(), QStringLiteral("d MMM yyyy")) + QStringLiteral(", ") + time;
}

} // namespace ligature
