// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/training_settings.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <type_traits>
#include <variant>

namespace ligature {

namespace {

/// A setting and where it is.
struct Setting {
    std::variant<std::int64_t TrainingSettings::*, double TrainingSettings::*, std::uint64_t TrainingSettings::*,
                 std::string TrainingSettings::*>
        place;
    AttributeSpec spec;
};

/// What an attribute's value holds of a member: whole numbers are int64.
template <typename Place>
using ValueOf = std::conditional_t<
    std::is_same_v<Place, double TrainingSettings::*>, double,
    std::conditional_t<std::is_same_v<Place, std::string TrainingSettings::*>, std::string, std::int64_t>>;

const std::vector<Setting>& settingsTable()
{
    static const std::vector<Setting> table = {
        {&TrainingSettings::batch_size,
         AttributeSpec{.name = "batch_size",
                       .label = "Batch size",
                       .kind = AttributeKind::Integer,
                       .default_value = std::int64_t{32},
                       .minimum = 1,
                       .maximum = 1e6,
                       .unit = "samples",
                       .help = "How many samples a step learns from; the last batch of an epoch may be smaller."}},
        {&TrainingSettings::epochs, AttributeSpec{.name = "epochs",
                                                  .label = "Epochs",
                                                  .kind = AttributeKind::Integer,
                                                  .default_value = std::int64_t{20},
                                                  .minimum = 1,
                                                  .maximum = 1e6,
                                                  .help = "How often training goes through all samples."}},
        {&TrainingSettings::validation_fraction,
         AttributeSpec{.name = "validation_fraction",
                       .label = "Validation split",
                       .kind = AttributeKind::Real,
                       .default_value = 0.2,
                       .minimum = 0,
                       .maximum = 0.9,
                       .help = "The share of the samples that is kept aside to measure on; 0 for none."}},
        {&TrainingSettings::test_fraction,
         AttributeSpec{.name = "test_fraction",
                       .label = "Test split",
                       .kind = AttributeKind::Real,
                       .default_value = 0.0,
                       .minimum = 0,
                       .maximum = 0.9,
                       .help = "The share of the samples that neither training nor validation sees, for a comparison's "
                               "last word; the same samples whatever the seed; 0 for none.",
                       .is_rare = true}},
        {&TrainingSettings::training_fraction,
         AttributeSpec{.name = "training_fraction",
                       .label = "Training share",
                       .kind = AttributeKind::Real,
                       .default_value = 1.0,
                       .minimum = 1e-9,
                       .maximum = 1,
                       .help = "Which share of the training samples is trained on: 0.1 shows what one tenth of them "
                               "teaches.",
                       .is_rare = true}},
        {&TrainingSettings::split,
         AttributeSpec{.name = "split",
                       .label = "Split by",
                       .kind = AttributeKind::Choice,
                       .default_value = std::string(randomSplit),
                       .help = "Samples at random; so that each part has the classes' shares; or whole groups, which a "
                               "column of the data tells.",
                       .choices = {{std::string(randomSplit), "Samples"},
                                   {std::string(stratifiedSplit), "Classes (stratified)"},
                                   {std::string(groupedSplit), "Groups"}},
                       .is_rare = true}},
        {&TrainingSettings::folds,
         AttributeSpec{.name = "folds",
                       .label = "Folds",
                       .kind = AttributeKind::Integer,
                       .default_value = std::int64_t{0},
                       .minimum = 0,
                       .maximum = 1e6,
                       .help = "Cross-validation: the samples are dealt into so many folds, and one is for validation, "
                               "in place of the validation split; 0 for none.",
                       .is_rare = true}},
        {&TrainingSettings::fold, AttributeSpec{.name = "fold",
                                                .label = "Fold",
                                                .kind = AttributeKind::Integer,
                                                .default_value = std::int64_t{1},
                                                .minimum = 1,
                                                .maximum = 1e6,
                                                .help = "Which fold is for validation, from 1.",
                                                .is_rare = true}},
        {&TrainingSettings::seed,
         AttributeSpec{.name = "seed",
                       .label = "Seed",
                       .kind = AttributeKind::Integer,
                       .default_value = std::int64_t{1},
                       .minimum = 0,
                       .maximum = 9007199254740991.0,
                       .help = "Decides initial values, order, split and dropout: the same seed gives the same run."}},
        {&TrainingSettings::gradient_clipping,
         AttributeSpec{.name = "gradient_clipping",
                       .label = "Clip gradients",
                       .kind = AttributeKind::Real,
                       .default_value = 0.0,
                       .minimum = 0,
                       .maximum = 1e9,
                       .help =
                           "The largest norm of all gradients together, a shared parameter's counted once: where it "
                           "is larger, all are scaled down (Pascanu et al. 2013); 0 for none."}},
        {&TrainingSettings::gradient_accumulation,
         AttributeSpec{.name = "gradient_accumulation",
                       .label = "Batches a step",
                       .kind = AttributeKind::Integer,
                       .default_value = std::int64_t{1},
                       .minimum = 1,
                       .maximum = 1e6,
                       .unit = "batches",
                       .help =
                           "A step learns from so many batches, one after the other, by the mean of their gradients: "
                           "as from one large batch, in the memory of a small one (gradient accumulation).",
                       .is_rare = true}},
        {&TrainingSettings::l1_penalty,
         AttributeSpec{.name = "l1_penalty",
                       .label = "L1 penalty",
                       .kind = AttributeKind::Real,
                       .default_value = 0.0,
                       .minimum = 0,
                       .maximum = 1e9,
                       .help = "Draws weights to 0 and makes many of them small: the gradient of this number times the "
                               "sum of all absolute values is added, a shared parameter's once, times its weight decay "
                               "factor (Tibshirani 1996). The losses shown are without it; 0 for none.",
                       .is_rare = true}},
        {&TrainingSettings::weight_average,
         AttributeSpec{.name = "weight_average",
                       .label = "Average weights",
                       .kind = AttributeKind::Real,
                       .default_value = 0.0,
                       .minimum = 0,
                       .maximum = 0.999999,
                       .help = "How much of itself the moving average of the weights keeps at each step, such as 0.99: "
                               "the average is what is measured, kept and exported, while training goes on with the "
                               "weights themselves (Polyak and Juditsky 1992); 0 for none.",
                       .is_rare = true}},
        {&TrainingSettings::patience,
         AttributeSpec{.name = "patience",
                       .label = "Early stopping",
                       .kind = AttributeKind::Integer,
                       .default_value = std::int64_t{0},
                       .minimum = 0,
                       .maximum = 1e6,
                       .unit = "epochs",
                       .help = "A network that has not become better on the validation samples for so many epochs is "
                               "trained no further, and of all epochs the best one's weights are kept (Prechelt 1998); "
                               "0: all epochs are trained, and the last one's weights are kept.",
                       .is_rare = true}},
        {&TrainingSettings::soft_tie,
         AttributeSpec{.name = "soft_tie",
                       .label = "Soft tie strength",
                       .kind = AttributeKind::Real,
                       .default_value = 1.0,
                       .minimum = 0,
                       .maximum = 1e12,
                       .help = "How strongly the softly tied arm pulls the copies of a shared parameter together: 0 is "
                               "the untied twin, very large as good as the tie.",
                       .is_rare = true}}};
    return table;
}

} // namespace

const std::vector<AttributeSpec>& trainingSettingSpecs()
{
    static const std::vector<AttributeSpec> specs = [] {
        std::vector<AttributeSpec> all;
        std::ranges::transform(settingsTable(), std::back_inserter(all), &Setting::spec);
        return all;
    }();
    return specs;
}

Attributes sharedSettings(const TrainingSettings& settings)
{
    Attributes shared;
    for (const Setting& setting : settingsTable()) {
        std::visit(
            [&](auto place) { shared.set(setting.spec.name, static_cast<ValueOf<decltype(place)>>(settings.*place)); },
            setting.place);
    }
    return shared;
}

void setSharedSetting(TrainingSettings& settings, const std::string& name, const AttributeValue& value)
{
    const auto setting = std::ranges::find(settingsTable(), name, [](const Setting& row) { return row.spec.name; });
    if (setting == settingsTable().end())
        return;
    std::visit(
        [&](auto place) {
            using Member = std::remove_reference_t<decltype(settings.*place)>;
            settings.*place = static_cast<Member>(std::get<ValueOf<decltype(place)>>(value));
        },
        setting->place);
}

bool isLaterSetting(const AttributeSpec& setting)
{
    constexpr std::array first = {"batch_size", "epochs", "validation_fraction", "seed"};
    return std::ranges::find(first, setting.name) == first.end();
}

} // namespace ligature
