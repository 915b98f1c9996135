// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/experiment_plan.h"

#include <array>

namespace ligature {

namespace {

constexpr std::array combinationWords = {"grid", "list", "random"};
constexpr std::array measureWords = {"loss", "metric"};

template <typename Choice, std::size_t count>
Choice choiceOf(const std::array<const char*, count>& words, const AttributeValue& value)
{
    std::size_t at = 0;
    while (at + 1 < count && std::get<std::string>(value) != words[at])
        ++at;
    return static_cast<Choice>(at);
}

} // namespace

const std::vector<AttributeSpec>& experimentSettingSpecs()
{
    static const std::vector<AttributeSpec> specs = {
        AttributeSpec{.name = "seeds",
                      .label = "Seeds",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{10},
                      .minimum = 1,
                      .maximum = 10000,
                      .help =
                          "How often each arm is trained, each time with another split, order and first values, the "
                          "same for all arms. Under 6 there is no verdict."},
        AttributeSpec{.name = "folds",
                      .label = "Folds",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{0},
                      .minimum = 0,
                      .maximum = 1000,
                      .help = "Deals each seed's samples into so many folds, each of which is validated on once; 0 "
                              "splits them as the training settings say. Runs of folds share samples, for which the "
                              "interval is widened (Nadeau and Bengio 2003).",
                      .is_rare = true},
        AttributeSpec{.name = "measure",
                      .label = "Compare by",
                      .kind = AttributeKind::Choice,
                      .default_value = std::string("loss"),
                      .help = "Which figure the verdict is about, measured on the validation samples at the end.",
                      .choices = {{"loss", "Validation loss"}, {"metric", "Metric"}}},
        AttributeSpec{.name = "margin",
                      .label = "Margin",
                      .kind = AttributeKind::Real,
                      .default_value = 0.005,
                      .minimum = 0,
                      .maximum = 1,
                      .help = "How much worse is still as good, as a share of the baseline's figure; chosen before "
                              "looking."},
        AttributeSpec{.name = "tuning_trials",
                      .label = "Tuning trials",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{0},
                      .minimum = 0,
                      .maximum = 99,
                      .help =
                          "How many learning rates are tried for each arm first, on seeds of their own, since a tie "
                          "changes the effective step; 0 leaves the rate as it is set."},
        AttributeSpec{.name = "combination",
                      .label = "Combine values",
                      .kind = AttributeKind::Choice,
                      .default_value = std::string("grid"),
                      .help = "How the values of several varied settings come together.",
                      .choices = {{"grid", "Each with each"}, {"list", "First with first"}, {"random", "By chance"}},
                      .is_rare = true},
        AttributeSpec{.name = "draws",
                      .label = "Draws",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{8},
                      .minimum = 1,
                      .maximum = 10000,
                      .help = "How many points are drawn where values come together by chance.",
                      .is_rare = true}};
    return specs;
}

Attributes experimentSettings(const ExperimentPlan& plan)
{
    return {{"seeds", plan.seeds},
            {"folds", plan.folds},
            {"measure", std::string(measureWords.at(static_cast<std::size_t>(plan.measure)))},
            {"margin", plan.margin},
            {"tuning_trials", plan.tuning_trials},
            {"combination", std::string(combinationWords.at(static_cast<std::size_t>(plan.combination)))},
            {"draws", plan.draws}};
}

void setExperimentSetting(ExperimentPlan& plan, const std::string& name, const AttributeValue& value)
{
    if (name == "seeds")
        plan.seeds = std::get<std::int64_t>(value);
    else if (name == "folds")
        plan.folds = std::get<std::int64_t>(value);
    else if (name == "measure")
        plan.measure = choiceOf<ExperimentMeasure>(measureWords, value);
    else if (name == "margin")
        plan.margin = std::get<double>(value);
    else if (name == "tuning_trials")
        plan.tuning_trials = std::get<std::int64_t>(value);
    else if (name == "combination")
        plan.combination = choiceOf<AxisCombination>(combinationWords, value);
    else if (name == "draws")
        plan.draws = std::get<std::int64_t>(value);
}

} // namespace ligature
