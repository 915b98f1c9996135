// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/experiment_form.h"

#include <algorithm>

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>

#include "core/experiment/experiment.h"
#include "core/text/number_text.h"
#include "core/tying/arm.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/document/document.h"
#include "ui/window/compare/axis_rows.h"
#include "ui/window/training/arm_menu.h"

namespace ligature {

namespace {

QString fractionsText(const std::vector<double>& fractions)
{
    QStringList texts;
    for (const double fraction : fractions)
        texts << QString::fromStdString(numbers::exact(fraction));
    return texts.join(QStringLiteral(", "));
}

/// Nothing where one of them is no share.
std::optional<std::vector<double>> fractionsFrom(const QString& text)
{
    std::vector<double> fractions;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts)) {
        bool is_number = false;
        QString plain = part.trimmed();
        const bool is_percentage = plain.endsWith(u'%');
        if (is_percentage)
            plain.chop(1);
        double fraction = plain.trimmed().toDouble(&is_number);
        if (is_percentage)
            fraction /= 100;
        if (!is_number || !(fraction > 0 && fraction <= 1) || std::ranges::find(fractions, fraction) != fractions.end())
            return std::nullopt;
        fractions.push_back(fraction);
    }
    if (fractions.empty())
        return std::nullopt;
    return fractions;
}

QString settingLabel(const std::string& name)
{
    const auto& specs = experimentSettingSpecs();
    const auto spec = std::ranges::find(specs, name, &AttributeSpec::name);
    return spec == specs.end() ? QString() : QString::fromStdString(spec->label).toLower();
}

} // namespace

const std::vector<ArmId>& comparedArms(const Project& project)
{
    return project.experiment.arms.empty() ? project.training.arms : project.experiment.arms;
}

ExperimentForm::ExperimentForm(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_arms(new QPushButton(this)), m_baseline(new QComboBox(this)),
      m_settings(new AttributeForm(this)), m_fractions(new QLineEdit(this)), m_axes(new AxisRows(document, this))
{
    m_arms->setObjectName(QStringLiteral("compared_arms"));
    m_arms->setToolTip(tr("What is compared: the network as it is drawn, its untied twin, the twin with a start of its "
                          "own, a narrower untied network, or your own arms"));
    m_arms->setMenu(new ArmMenu(
        document,
        {.arms = comparedArms,
         .set = [](Project& project, std::vector<ArmId> arms) { project.experiment.arms = std::move(arms); },
         .text = tr("Choose the arms to compare")},
        m_arms));
    m_baseline->setObjectName(QStringLiteral("baseline"));
    m_baseline->setToolTip(tr("The arm that the others are held against"));
    m_baseline->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_fractions->setObjectName(QStringLiteral("fractions"));
    m_fractions->setToolTip(
        tr("Shares of the training samples, separated by commas: 0.1, 0.3, 1 shows how the tie does "
           "with fewer samples"));
    m_settings->setLabelWidth(AttributeForm::panel_label_width);
    m_settings->setSpecs(experimentSettingSpecs());

    auto* const rows = new QFormLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(6);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto add = [&](const QString& name, QWidget* field) {
        auto* const label = new QLabel(name, this);
        label->setMinimumWidth(AttributeForm::panel_label_width);
        label->setBuddy(field);
        label->setToolTip(field->toolTip());
        rows->addRow(label, field);
    };
    add(tr("Arms"), m_arms);
    add(tr("Baseline"), m_baseline);
    rows->addRow(m_settings);
    add(tr("Training shares"), m_fractions);
    rows->addRow(m_axes);

    connect(m_baseline, &QComboBox::activated, this, &ExperimentForm::setBaseline);
    connect(m_settings, &AttributeForm::edited, this, &ExperimentForm::setSetting);
    connect(m_fractions, &QLineEdit::editingFinished, this, &ExperimentForm::takeFractions);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.experiment || change.training || change.changesNetwork() ||
            !change.arms.empty())
            showPlan();
    });
    showPlan();
}

void ExperimentForm::edit(const QString& text, const std::function<Result<void>(ExperimentPlan&)>& change,
                          const QString& merge_key)
{
    (void)m_document->edit(
        text, [&change](Project& project) { return change(project.experiment); }, merge_key);
}

void ExperimentForm::showPlan()
{
    const Project& project = m_document->project();
    const std::vector<ArmId>& arms = comparedArms(project);
    QStringList titles;
    const ArmId baseline = baselineOf(project.experiment, arms);
    const QSignalBlocker quiet(m_baseline);
    m_baseline->clear();
    for (const ArmId& arm : arms) {
        titles << QString::fromStdString(armTitle(arm, project.network));
        m_baseline->addItem(titles.back());
        if (arm == baseline)
            m_baseline->setCurrentIndex(m_baseline->count() - 1);
    }
    m_baseline->setEnabled(arms.size() > 1);
    m_arms->setText(titles.size() <= 2 ? titles.join(QStringLiteral(", "))
                                       : tr("%n arms", nullptr, static_cast<int>(titles.size())));
    m_settings->setValues(experimentSettings(project.experiment));
    if (fractionsFrom(m_fractions->text()) != project.experiment.fractions)
        m_fractions->setText(fractionsText(project.experiment.fractions));
    m_fractions->setProperty("invalid", false);
}

void ExperimentForm::setSetting(const std::string& name, const AttributeValue& value)
{
    edit(
        tr("Change the experiment: %1").arg(settingLabel(name)),
        [&](ExperimentPlan& plan) -> Result<void> {
            setExperimentSetting(plan, name, value);
            return {};
        },
        QStringLiteral("experiment.") + QString::fromStdString(name));
}

void ExperimentForm::setBaseline(int index)
{
    const ArmId arm = comparedArms(m_document->project())[static_cast<std::size_t>(index)];
    edit(tr("Choose the baseline"), [&arm](ExperimentPlan& plan) -> Result<void> {
        plan.baseline = arm;
        return {};
    });
}

void ExperimentForm::takeFractions()
{
    const auto fractions = fractionsFrom(m_fractions->text());
    if (!fractions) {
        // What cannot be is not kept: the field shows what holds.
        m_fractions->setText(fractionsText(m_document->project().experiment.fractions));
        return;
    }
    edit(tr("Change the shares of the training samples"), [&fractions](ExperimentPlan& plan) -> Result<void> {
        plan.fractions = *fractions;
        return {};
    });
}

} // namespace ligature
