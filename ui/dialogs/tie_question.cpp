// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/tie_question.h"

#include <QButtonGroup>
#include <QLabel>
#include <QRadioButton>
#include <QVBoxLayout>

#include "core/retying/tie_preview.h"
#include "ui/dialogs/tie_previewer.h"
#include "ui/document/quantity_text.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

QLabel* addText(QWidget* parent, const QString& object_name)
{
    auto* const label = new QLabel(parent);
    label->setObjectName(object_name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QString number(double value)
{
    return shortNumber(value, 4);
}

QString row(const QString& label, const QString& value, const Theme& theme)
{
    return QStringLiteral("<tr><td style='color:%1; padding-right:16px'>%2</td><td>%3</td></tr>")
        .arg(theme.muted_text.name(), label, value);
}

QString previewText(const TiePreview& preview, const Theme& theme)
{
    const QString values = preview.trained ? TieQuestion::tr("of the trained values")
                                           : TieQuestion::tr("of the first values, before any training");
    QString rows;
    if (preview.largest_difference) {
        rows += row(TieQuestion::tr("Largest difference"),
                    *preview.largest_difference == 0
                        ? TieQuestion::tr("none: no value changes")
                        : TieQuestion::tr("%1, %2").arg(number(*preview.largest_difference), values),
                    theme);
    }
    const std::int64_t saved = preview.parameters_before - preview.parameters_after;
    QString counts = QStringLiteral("%1 → %2").arg(groupedNumber(preview.parameters_before),
                                                   groupedNumber(preview.parameters_after));
    if (saved != 0)
        counts += saved > 0 ? TieQuestion::tr(", saves %1").arg(groupedNumber(saved))
                            : TieQuestion::tr(", %1 more").arg(groupedNumber(-saved));
    rows += row(TieQuestion::tr("Parameters"), counts, theme);
    rows += row(TieQuestion::tr("Loss of the next batch"),
                preview.loss_before && preview.loss_after
                    ? QStringLiteral("%1 → %2").arg(number(*preview.loss_before), number(*preview.loss_after))
                    : TieQuestion::tr("known once the network has been trained and is paused"),
                theme);
    return QStringLiteral("<table cellspacing='0' cellpadding='2'>%1</table>").arg(rows);
}

} // namespace

TieQuestion::TieQuestion(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_previewer(new TiePreviewer(this)),
      m_explain(addText(this, QStringLiteral("explain"))), m_choices(new QWidget(this)),
      m_group(new QButtonGroup(this)), m_first(new QRadioButton(m_choices)), m_second(new QRadioButton(m_choices)),
      m_mean(new QRadioButton(m_choices)), m_preview(addText(this, QStringLiteral("preview"))),
      m_conflicts(addText(this, QStringLiteral("conflicts")))
{
    m_first->setObjectName(QStringLiteral("keep_first"));
    m_second->setObjectName(QStringLiteral("keep_second"));
    m_mean->setObjectName(QStringLiteral("keep_mean"));
    m_mean->setText(tr("The &mean of both"));
    m_preview->setTextFormat(Qt::RichText);
    m_conflicts->setTextFormat(Qt::PlainText);
    auto* const choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(4);
    choices->addWidget(new QLabel(tr("Values to keep, with the optimizer's state:"), m_choices));
    for (QRadioButton* const button : {m_first, m_second, m_mean}) {
        m_group->addButton(button);
        choices->addWidget(button);
    }
    m_first->setChecked(true);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    for (QWidget* const part : {static_cast<QWidget*>(m_explain), m_choices, static_cast<QWidget*>(m_preview),
                                static_cast<QWidget*>(m_conflicts)})
        layout->addWidget(part);
    connect(m_group, &QButtonGroup::buttonClicked, this, &TieQuestion::askAnew);
    connect(m_previewer, &TiePreviewer::told, this, &TieQuestion::showPreview);
    connect(m_previewer, &TiePreviewer::refused, this, &TieQuestion::refuse);
    connect(document, &Document::changed, this, &TieQuestion::askAnew);
    connect(document, &Document::trainedChanged, this, &TieQuestion::askAnew);
}

void TieQuestion::setStep(std::optional<TieStep> step)
{
    m_step = std::move(step);
    m_explain->setText(m_step ? m_step->explain : QString());
    m_explain->setVisible(m_step && !m_step->explain.isEmpty());
    m_choices->setVisible(m_step && !m_step->first.isEmpty());
    if (m_step) {
        m_first->setText(tr("Those of %1").arg(m_step->first));
        m_second->setText(tr("Those of %1").arg(m_step->second));
    }
    askAnew();
}

Kept TieQuestion::kept() const
{
    return m_second->isChecked() ? Kept::Second : m_mean->isChecked() ? Kept::Mean : Kept::First;
}

void TieQuestion::askAnew()
{
    m_is_possible = false;
    m_conflicts->hide();
    if (!m_step) {
        m_preview->clear();
        emit changed();
        return;
    }
    const bool is_trained = m_document->trainedNetwork().state.has_value();
    m_mean->setEnabled(is_trained);
    m_mean->setToolTip(is_trained ? QString() : tr("Before any training there are no values to take the mean of"));
    if (!is_trained && m_mean->isChecked())
        m_first->setChecked(true);
    if (m_preview->text().isEmpty())
        m_preview->setText(tr("Looking at what it does…"));
    m_previewer->ask(
        {m_document->project(), m_document->trainedNetwork(), m_document->trainedOn(),
         [edit = m_step->edit, kept = kept()](const TrainedNetwork& before) { return edit(before, kept); }});
    emit changed();
}

void TieQuestion::showPreview(const TiePreview& preview)
{
    m_is_possible = m_step.has_value();
    m_preview->setText(previewText(preview, themeFor(palette())));
    // Where nothing differs there is nothing to choose.
    m_choices->setVisible(m_step && !m_step->first.isEmpty() && preview.largest_difference.value_or(1) > 0);
    QStringList conflicts;
    for (const std::string& conflict : preview.conflicts)
        conflicts << QString::fromStdString(conflict);
    m_conflicts->setText(conflicts.join(QLatin1Char('\n')));
    m_conflicts->setVisible(!conflicts.isEmpty());
    emit changed();
}

void TieQuestion::refuse(const Error& error)
{
    m_is_possible = false;
    m_preview->setText(
        QStringLiteral("<span style='color:%1'>%2</span>")
            .arg(themeFor(palette()).error.name(), QString::fromStdString(error.oneLine()).toHtmlEscaped()));
    emit changed();
}

Result<void> TieQuestion::perform()
{
    if (!m_step)
        return {};
    auto done = ligature::perform(*m_document, *m_step, kept());
    if (!done)
        refuse(done.error());
    return done;
}

} // namespace ligature
