// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/training/training_settings_form.h"

#include <algorithm>
#include <array>

#include <QButtonGroup>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "ui/dialogs/attribute_form.h"
#include "ui/document/document.h"
#include "ui/inspector/inspector_parts.h"
#include "ui/window/training/arm_menu.h"
#include "ui/window/training/type_choice.h"

namespace ligature {

namespace {

/// What the three buttons choose, in their order.
const std::array<std::vector<ArmId>, 3> namedArms = {{{tiedArm}, {untiedArm}, {tiedArm, untiedArm}}};

QString labelOf(std::span<const AttributeSpec> specs, const std::string& name)
{
    for (const AttributeSpec& spec : specs) {
        if (spec.name == name)
            return QString::fromStdString(spec.label).toLower();
    }
    return QString::fromStdString(name);
}

} // namespace

TrainingSettingsForm::TrainingSettingsForm(Document* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_variants(new QButtonGroup(this)),
      m_optimizer(new TypeChoice(tr("Optimizer"), QStringLiteral("optimizer"), optimizerTypes(), this)),
      m_schedule(new TypeChoice(tr("Schedule"), QStringLiteral("schedule"), scheduleTypes(), this)),
      m_settings_form(new AttributeForm(this)), m_data(new ElidedLabel({}, this))
{
    m_settings_form->setLabelWidth(AttributeForm::panel_label_width);
    m_settings_form->setSpecs(trainingSettingSpecs());

    auto* const rows = new QFormLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setHorizontalSpacing(12);
    rows->setVerticalSpacing(6);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(makeData());
    rows->addRow(makeVariants());
    rows->addRow(m_settings_form);
    rows->addRow(m_optimizer);
    rows->addRow(m_schedule);

    connect(m_variants, &QButtonGroup::idClicked, this,
            [this](int id) { setArms(namedArms[static_cast<std::size_t>(id)]); });
    connect(m_optimizer, &TypeChoice::chosen, this, &TrainingSettingsForm::setOptimizer);
    connect(m_optimizer, &TypeChoice::edited, this, &TrainingSettingsForm::setOptimizerAttribute);
    connect(m_schedule, &TypeChoice::chosen, this, &TrainingSettingsForm::setSchedule);
    connect(m_schedule, &TypeChoice::edited, this, &TrainingSettingsForm::setScheduleAttribute);
    connect(m_settings_form, &AttributeForm::edited, this, &TrainingSettingsForm::setSetting);
    connect(document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.training || change.data || !change.arms.empty())
            showSettings();
    });
    showSettings();
}

QWidget* TrainingSettingsForm::makeVariants()
{
    auto* const row = new QWidget(this);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    const auto add = [&](const char* name, const QString& text, const QString& tip, const char* place) {
        auto* const button = new QPushButton(text, row);
        button->setCheckable(true);
        button->setObjectName(QStringLiteral("variant_") + QLatin1String(name));
        button->setProperty("look", "segment");
        button->setProperty("place", place);
        button->setToolTip(tip);
        button->setAccessibleDescription(tip);
        layout->addWidget(button, 1);
        m_variants->addButton(button, static_cast<int>(m_variants->buttons().size()));
    };
    add("tied", tr("Tied"), tr("Train the network as it is drawn"), "first");
    add("untied", tr("Untied"), tr("Train the twin: every use has a copy of its own"), "middle");
    add("both", tr("Both"), tr("Train both side by side, on the same batches from the same values"), "middle");
    m_more_arms = new QPushButton(row);
    m_more_arms->setObjectName(QStringLiteral("variant_more"));
    m_more_arms->setProperty("look", "segment");
    m_more_arms->setProperty("place", "last");
    m_more_arms->setCheckable(true);
    m_more_arms->setMenu(
        new ArmMenu(m_document,
                    {.arms = [](const Project& project) -> const std::vector<ArmId>& { return project.training.arms; },
                     .set = [](Project& project, std::vector<ArmId> arms) { project.training.arms = std::move(arms); },
                     .text = tr("Choose the variants to train")},
                    m_more_arms));
    m_more_arms->setToolTip(tr("Train other arms beside them: untied with a start of its own, narrowed, or your own"));
    layout->addWidget(m_more_arms, 1);
    row->setAccessibleName(tr("Variants to train"));
    return row;
}

QWidget* TrainingSettingsForm::makeData()
{
    auto* const row = new QWidget(this);
    auto* const layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    m_data->setProperty("look", "strong");
    m_data->setObjectName(QStringLiteral("data_label"));
    auto* const button = new QPushButton(tr("Data…"), row);
    button->setToolTip(tr("Choose the data, see its first rows, scale it"));
    connect(button, &QPushButton::clicked, this, &TrainingSettingsForm::dataAsked);
    layout->addWidget(m_data, 1);
    layout->addWidget(button);
    return row;
}

void TrainingSettingsForm::showSettings()
{
    const TrainingSettings& settings = m_document->project().training;
    showArms(settings.arms);
    if (const OptimizerType* const type = findOptimizerType(settings.optimizer))
        m_optimizer->showChoice(settings.optimizer, type->attributes(), settings.optimizer_attributes);
    if (const ScheduleType* const type = findScheduleType(settings.schedule))
        m_schedule->showChoice(settings.schedule, type->attributes(), settings.schedule_attributes);
    m_settings_form->setValues(sharedSettings(settings));
    const DataFormat* const format = findDataFormat(m_document->project().data.format);
    m_data->setText(format != nullptr ? QString::fromStdString(format->title()) : tr("No data"));
}

void TrainingSettingsForm::showArms(const std::vector<ArmId>& arms)
{
    // Of other arms none of the three is pressed, but the button that has them all.
    const auto choice = std::ranges::find(namedArms, arms);
    m_variants->setExclusive(false);
    for (QAbstractButton* const button : m_variants->buttons())
        button->setChecked(m_variants->id(button) == choice - namedArms.begin());
    m_variants->setExclusive(true);
    const bool others = choice == namedArms.end();
    m_more_arms->setText(others ? tr("%n arms", nullptr, static_cast<int>(arms.size())) : tr("More"));
    m_more_arms->setChecked(others);
}

void TrainingSettingsForm::setArms(const std::vector<ArmId>& arms)
{
    (void)m_document->edit(tr("Choose the variants to train"), [&arms](Project& project) -> Result<void> {
        project.training.arms = arms;
        return {};
    });
}

void TrainingSettingsForm::setOptimizer(const std::string& name)
{
    (void)m_document->edit(tr("Choose the optimizer"), [&](Project& project) -> Result<void> {
        if (project.training.optimizer == name)
            return {};
        project.training.optimizer = name;
        project.training.optimizer_attributes = {};
        return {};
    });
}

void TrainingSettingsForm::setOptimizerAttribute(const std::string& name, const AttributeValue& value)
{
    const OptimizerType* const type = findOptimizerType(m_document->project().training.optimizer);
    const QString label = type == nullptr ? QString() : labelOf(type->attributes(), name);
    (void)m_document->edit(
        tr("Change the %1").arg(label),
        [&](Project& project) -> Result<void> {
            project.training.optimizer_attributes.set(name, value);
            return {};
        },
        QStringLiteral("optimizer.") + QString::fromStdString(name));
}

void TrainingSettingsForm::setSchedule(const std::string& name)
{
    (void)m_document->edit(tr("Choose the schedule"), [&](Project& project) -> Result<void> {
        if (project.training.schedule == name)
            return {};
        project.training.schedule = name;
        project.training.schedule_attributes = {};
        return {};
    });
}

void TrainingSettingsForm::setScheduleAttribute(const std::string& name, const AttributeValue& value)
{
    const ScheduleType* const type = findScheduleType(m_document->project().training.schedule);
    const QString label = type == nullptr ? QString() : labelOf(type->attributes(), name);
    (void)m_document->edit(
        tr("Change the schedule: %1").arg(label),
        [&](Project& project) -> Result<void> {
            project.training.schedule_attributes.set(name, value);
            return {};
        },
        QStringLiteral("schedule.") + QString::fromStdString(name));
}

void TrainingSettingsForm::setSetting(const std::string& name, const AttributeValue& value)
{
    (void)m_document->edit(
        tr("Change the %1").arg(labelOf(trainingSettingSpecs(), name)),
        [&](Project& project) -> Result<void> {
            setSharedSetting(project.training, name, value);
            return {};
        },
        QStringLiteral("training.") + QString::fromStdString(name));
}

} // namespace ligature
