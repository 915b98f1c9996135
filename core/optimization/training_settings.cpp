// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/training_settings.h"

namespace ligature {

const std::vector<AttributeSpec>& trainingSettingSpecs()
{
    static const std::vector<AttributeSpec> specs = {
        AttributeSpec{.name = "batch_size",
                      .label = "Batch size",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{32},
                      .minimum = 1,
                      .maximum = 1e6,
                      .unit = "samples",
                      .help = "How many samples a step learns from; the last batch of an epoch may be smaller."},
        AttributeSpec{.name = "epochs",
                      .label = "Epochs",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{20},
                      .minimum = 1,
                      .maximum = 1e6,
                      .help = "How often training goes through all samples."},
        AttributeSpec{.name = "validation_fraction",
                      .label = "Validation split",
                      .kind = AttributeKind::Real,
                      .default_value = 0.2,
                      .minimum = 0,
                      .maximum = 0.9,
                      .help = "The share of the samples that is kept aside to measure on; 0 for none."},
        AttributeSpec{.name = "test_fraction",
                      .label = "Test split",
                      .kind = AttributeKind::Real,
                      .default_value = 0.0,
                      .minimum = 0,
                      .maximum = 0.9,
                      .help = "The share of the samples that neither training nor validation sees, for a comparison's "
                              "last word; the same samples whatever the seed; 0 for none.",
                      .is_rare = true},
        AttributeSpec{.name = "training_fraction",
                      .label = "Training share",
                      .kind = AttributeKind::Real,
                      .default_value = 1.0,
                      .minimum = 1e-9,
                      .maximum = 1,
                      .help = "Which share of the training samples is trained on: 0.1 shows what one tenth of them "
                              "teaches.",
                      .is_rare = true},
        AttributeSpec{.name = "split",
                      .label = "Split by",
                      .kind = AttributeKind::Choice,
                      .default_value = std::string(randomSplit),
                      .help = "Samples at random; so that each part has the classes' shares; or whole groups, which a "
                              "column of the data tells.",
                      .choices = {{std::string(randomSplit), "Samples"},
                                  {std::string(stratifiedSplit), "Classes (stratified)"},
                                  {std::string(groupedSplit), "Groups"}},
                      .is_rare = true},
        AttributeSpec{.name = "folds",
                      .label = "Folds",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{0},
                      .minimum = 0,
                      .maximum = 1e6,
                      .help = "Cross-validation: the samples are dealt into so many folds, and one is for validation, "
                              "in place of the validation split; 0 for none.",
                      .is_rare = true},
        AttributeSpec{.name = "fold",
                      .label = "Fold",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{1},
                      .minimum = 1,
                      .maximum = 1e6,
                      .help = "Which fold is for validation, from 1.",
                      .is_rare = true},
        AttributeSpec{.name = "seed",
                      .label = "Seed",
                      .kind = AttributeKind::Integer,
                      .default_value = std::int64_t{1},
                      .minimum = 0,
                      .maximum = 9007199254740991.0,
                      .help = "Decides initial values, order, split and dropout: the same seed gives the same run."},
        AttributeSpec{.name = "gradient_clipping",
                      .label = "Clip gradients",
                      .kind = AttributeKind::Real,
                      .default_value = 0.0,
                      .minimum = 0,
                      .maximum = 1e9,
                      .help = "The largest norm of all gradients together, a shared parameter's counted once: where it "
                              "is larger, all are scaled down (Pascanu et al. 2013); 0 for none."},
        AttributeSpec{.name = "soft_tie",
                      .label = "Soft tie strength",
                      .kind = AttributeKind::Real,
                      .default_value = 1.0,
                      .minimum = 0,
                      .maximum = 1e12,
                      .help = "How strongly the softly tied arm pulls the copies of a shared parameter together: 0 is "
                              "the untied twin, very large as good as the tie.",
                      .is_rare = true}};
    return specs;
}

Attributes sharedSettings(const TrainingSettings& settings)
{
    return {{"batch_size", settings.batch_size},
            {"epochs", settings.epochs},
            {"validation_fraction", settings.validation_fraction},
            {"test_fraction", settings.test_fraction},
            {"training_fraction", settings.training_fraction},
            {"split", settings.split},
            {"folds", settings.folds},
            {"fold", settings.fold},
            {"seed", static_cast<std::int64_t>(settings.seed)},
            {"gradient_clipping", settings.gradient_clipping},
            {"soft_tie", settings.soft_tie}};
}

void setSharedSetting(TrainingSettings& settings, const std::string& name, const AttributeValue& value)
{
    if (name == "batch_size")
        settings.batch_size = std::get<std::int64_t>(value);
    else if (name == "epochs")
        settings.epochs = std::get<std::int64_t>(value);
    else if (name == "validation_fraction")
        settings.validation_fraction = std::get<double>(value);
    else if (name == "test_fraction")
        settings.test_fraction = std::get<double>(value);
    else if (name == "training_fraction")
        settings.training_fraction = std::get<double>(value);
    else if (name == "split")
        settings.split = std::get<std::string>(value);
    else if (name == "folds")
        settings.folds = std::get<std::int64_t>(value);
    else if (name == "fold")
        settings.fold = std::get<std::int64_t>(value);
    else if (name == "seed")
        settings.seed = static_cast<std::uint64_t>(std::get<std::int64_t>(value));
    else if (name == "gradient_clipping")
        settings.gradient_clipping = std::get<double>(value);
    else if (name == "soft_tie")
        settings.soft_tie = std::get<double>(value);
}

} // namespace ligature
