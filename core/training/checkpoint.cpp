// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/checkpoint.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/training/kept_weights.h"

namespace ligature {

namespace {

constexpr std::string_view scheduleKey = "schedule";
/// Where the last epoch's steps are done and its measure is not: only then is it there.
constexpr std::string_view unmeasuredKey = "epoch_unmeasured";
/// Only where the best epoch's weights are kept, and there was one.
constexpr std::string_view bestEpochKey = "best_epoch";
constexpr std::string_view bestLossKey = "best_loss_bits";
/// Only after an edit that left the best behind.
constexpr std::string_view patienceFromKey = "patience_from";
/// Only where the learning rate was changed in training: STEP:BITS, separated by blanks.
constexpr std::string_view rateChangesKey = "rate_changes";

/// A decimal number could lose the last bit.
std::string bitsText(double number)
{
    return std::to_string(std::bit_cast<std::int64_t>(number));
}

std::string stateTensor(const std::string& parameter, const std::string& vector, StateKind kind)
{
    return parameter + (kind == StateKind::Value ? "/" : "/optimizer.") + vector;
}

/// What a checkpoint means that does not say it: it is of a time before there was a choice.
std::string meantByNothing(std::string_view key)
{
    const auto setting = std::ranges::find(trainingSettingSpecs(), key, &AttributeSpec::name);
    if (setting != trainingSettingSpecs().end() && isLaterSetting(*setting))
        return toString(setting->default_value);
    return key == scheduleKey ? std::string(constantSchedule) : "missing";
}

/// Where the epoch's loss so far is: of all, or of one of several losses.
std::string epochLossKey(std::optional<std::size_t> loss = std::nullopt)
{
    std::string key = "epoch_loss_bits";
    if (loss)
        key.append(1, '.').append(std::to_string(*loss));
    return key;
}

std::string scheduleStateKey(const ScheduleNumber& number)
{
    return "schedule_state_bits." + number.name;
}

/// What must be equal for the steps to come to be the same.
std::map<std::string, std::string> fingerprint(const CheckpointSubject& subject)
{
    const TrainingSettings& settings = subject.settings;
    std::map<std::string, std::string> facts = {
        {"format", "ligature-checkpoint"},
        {"layout", "row-major over the shape"},
        {"variant", toString(subject.arm)},
        {"optimizer", settings.optimizer},
        {std::string(scheduleKey), settings.schedule},
        {"training_samples", std::to_string(subject.training_samples)},
        {"validation_samples", std::to_string(subject.validation_samples)},
    };
    // More epochs may be asked for, and the split is held by what it leaves.
    const Attributes shared = sharedSettings(settings);
    for (const auto& [name, value] : shared.values()) {
        if (name != "epochs" && name != "validation_fraction")
            facts[name] = toString(value);
    }
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    const Attributes attributes = withDefaults(type->attributes(), settings.optimizer_attributes);
    for (const auto& [name, value] : attributes.values())
        facts["optimizer." + name] = toString(value);
    const Attributes schedule =
        withDefaults(findScheduleType(settings.schedule)->attributes(), settings.schedule_attributes);
    for (const auto& [name, value] : schedule.values())
        facts["schedule." + name] = toString(value);
    return facts;
}

Result<void> checkFingerprint(const SafetensorsFile& file, const CheckpointSubject& subject, const std::string& where)
{
    for (const auto& [key, value] : fingerprint(subject)) {
        const auto found = file.metadata.find(key);
        const std::string there = found == file.metadata.end() ? meantByNothing(key) : found->second;
        if (there != value) {
            return fail(where, "its " + key + " is " + there + ", and the training's is " + value,
                        "resume with the project and the settings that it was made with");
        }
    }
    return {};
}

/// The checkpoint's tensor of that name and size.
Result<const std::vector<float>*> expect(const SafetensorsFile& file, const std::string& name, std::size_t size,
                                         const std::string& where)
{
    const NamedTensor* const tensor = findTensor(file, name);
    if (tensor == nullptr || tensor->floats() == nullptr)
        return fail(where, "it has no values for \"" + name + "\"", "resume with the project that it was made from");
    if (tensor->floats()->size() != size)
        return fail(where,
                    "\"" + name + "\" has " + std::to_string(tensor->floats()->size()) + " values instead of " +
                        std::to_string(size),
                    "resume with the project that it was made from");
    return tensor->floats();
}

template <typename Number>
std::optional<Number> numberIn(const std::string& text)
{
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> wholeNumber(const std::map<std::string, std::string>& metadata, const std::string& key)
{
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::nullopt : numberIn<std::int64_t>(found->second);
}

/// Of a choice that earlier versions did not have.
std::string choice(const std::map<std::string, std::string>& metadata, std::string_view key)
{
    const auto found = metadata.find(std::string(key));
    return found == metadata.end() ? meantByNothing(key) : found->second;
}

std::string rateChangesText(const std::vector<RateChange>& changes)
{
    std::string text;
    for (const RateChange& change : changes) {
        text.append(text.empty() ? "" : " ")
            .append(std::to_string(change.step))
            .append(1, ':')
            .append(bitsText(change.factor));
    }
    return text;
}

/// Nothing where it is no such text.
std::optional<std::vector<RateChange>> rateChangesFrom(std::string_view text)
{
    std::vector<RateChange> changes;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        RateChange change;
        std::int64_t bits = 0;
        const auto step = std::from_chars(at, end, change.step);
        if (step.ec != std::errc{} || step.ptr == end || *step.ptr != ':')
            return std::nullopt;
        const auto factor = std::from_chars(step.ptr + 1, end, bits);
        change.factor = std::bit_cast<double>(bits);
        const bool is_in_order = changes.empty() ? change.step >= 0 : change.step > changes.back().step;
        if (factor.ec != std::errc{} || !is_in_order || !(change.factor > 0) || !std::isfinite(change.factor))
            return std::nullopt;
        changes.push_back(change);
        at = factor.ptr;
        if (at != end && *at++ != ' ')
            return std::nullopt;
    }
    return changes;
}

} // namespace

SafetensorsFile encodeCheckpoint(const TrainedState& state, const CheckpointSubject& subject)
{
    SafetensorsFile file;
    file.metadata = fingerprint(subject);
    file.metadata.merge(toMetadata(subject.data));
    file.metadata["step"] = std::to_string(state.step);
    file.metadata[epochLossKey()] = bitsText(state.epoch_loss);
    for (std::size_t i = 0; i < state.epoch_losses.size(); ++i)
        file.metadata[epochLossKey(i)] = bitsText(state.epoch_losses[i]);
    if (!state.rate_changes.empty())
        file.metadata[std::string(rateChangesKey)] = rateChangesText(state.rate_changes);
    if (state.best_epoch > 0) {
        file.metadata[std::string(bestEpochKey)] = std::to_string(state.best_epoch);
        file.metadata[std::string(bestLossKey)] = bitsText(state.best_loss);
    }
    if (state.patience_from > 0)
        file.metadata[std::string(patienceFromKey)] = std::to_string(state.patience_from);
    if (state.epoch_unmeasured)
        file.metadata[std::string(unmeasuredKey)] = "1";
    const std::vector<ScheduleNumber> numbers = findScheduleType(subject.settings.schedule)->state();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        file.metadata[scheduleStateKey(numbers[i])] = bitsText(state.schedule[i]);
    for (const CheckpointParameter& parameter : subject.parameters) {
        const TrainedParameter& trained = *state.parameters.at(parameter.id);
        file.tensors.push_back({parameter.name, trained.shape, trained.values});
        for (const TrainedVector& vector : trained.state) {
            file.tensors.push_back({stateTensor(parameter.name, vector.name, vector.kind),
                                    shapeOf(vector.kind, trained.shape), vector.values});
        }
    }
    return file;
}

Result<TrainedState> decodeCheckpoint(const SafetensorsFile& file, const CheckpointSubject& subject,
                                      const std::string& where)
{
    if (const auto same = checkFingerprint(file, subject, where); !same)
        return tl::unexpected(same.error());
    const auto step = wholeNumber(file.metadata, "step");
    const auto epoch_loss = wholeNumber(file.metadata, epochLossKey());
    TrainedState state;
    for (std::size_t i = 0; i < subject.losses; ++i) {
        if (const auto bits = wholeNumber(file.metadata, epochLossKey(i)))
            state.epoch_losses.push_back(std::bit_cast<double>(*bits));
    }
    for (const ScheduleNumber& number : findScheduleType(subject.settings.schedule)->state()) {
        const auto bits = wholeNumber(file.metadata, scheduleStateKey(number));
        if (!bits)
            return fail(where, "it does not say what its schedule's " + number.name + " is", "start anew");
        state.schedule.push_back(std::bit_cast<double>(*bits));
    }
    if (!step || *step < 0 || *step > subject.total_steps || !epoch_loss || state.epoch_losses.size() != subject.losses)
        return fail(where, "its step is not one of this training", "ask for more epochs, or start anew");
    // Before the first step nothing is learnt of any data: so are weights that were imported.
    const auto data = identityFrom(file.metadata);
    if (const auto difference = data && *step > 0 ? differenceOf(*data, subject.data) : std::nullopt)
        return fail(where, *difference, "resume with the data that it was trained on, or start anew");
    state.step = *step;
    state.epoch_loss = std::bit_cast<double>(*epoch_loss);
    state.epoch_unmeasured = file.metadata.contains(std::string(unmeasuredKey));
    if (const auto text = file.metadata.find(std::string(rateChangesKey)); text != file.metadata.end()) {
        auto changes = rateChangesFrom(text->second);
        if (!changes)
            return fail(where, "it does not say rightly how its learning rate was changed", "start anew");
        state.rate_changes = std::move(*changes);
    }
    const auto best_epoch = wholeNumber(file.metadata, std::string(bestEpochKey));
    const auto best_loss = wholeNumber(file.metadata, std::string(bestLossKey));
    if (best_epoch && best_loss && *best_epoch > 0) {
        state.best_epoch = *best_epoch;
        state.best_loss = std::bit_cast<double>(*best_loss);
    }
    if (const auto from = wholeNumber(file.metadata, std::string(patienceFromKey)))
        state.patience_from = std::clamp<std::int64_t>(*from, 0, *step);
    for (const CheckpointParameter& parameter : subject.parameters) {
        auto trained = std::make_shared<TrainedParameter>();
        trained->shape = parameter.shape;
        const auto take = [&](const std::string& tensor, std::size_t size, std::vector<float>& to) -> Result<void> {
            if (size == 0)
                return {};
            const auto values = expect(file, tensor, size, where);
            if (!values)
                return tl::unexpected(values.error());
            to = **values;
            return {};
        };
        Result<void> taken =
            take(parameter.name, static_cast<std::size_t>(parameter.shape.elementCount()), trained->values);
        if (taken)
            taken = checkFinite(parameter.name, parameter.shape, trained->values, where);
        for (const CheckpointParameter::Vector& vector : parameter.vectors) {
            if (vector.name == KeptWeights::bestName && state.best_epoch == 0)
                continue;
            trained->state.push_back({vector.name, vector.kind, {}});
            if (taken)
                taken = take(stateTensor(parameter.name, vector.name, vector.kind), vector.size,
                             trained->state.back().values);
        }
        if (!taken)
            return tl::unexpected(taken.error());
        state.parameters[parameter.id] = std::move(trained);
    }
    return state;
}

Result<CheckpointFacts> checkpointFacts(const SafetensorsFile& file, const std::string& where)
{
    const auto format = file.metadata.find("format");
    const auto step = wholeNumber(file.metadata, "step");
    const auto seed_text = file.metadata.find("seed");
    const auto seed = seed_text == file.metadata.end() ? std::nullopt : numberIn<std::uint64_t>(seed_text->second);
    const auto batch = wholeNumber(file.metadata, "batch_size");
    const auto training = wholeNumber(file.metadata, "training_samples");
    const auto validation = wholeNumber(file.metadata, "validation_samples");
    const auto test_fraction = numberIn<double>(choice(file.metadata, "test_fraction"));
    const auto training_fraction = numberIn<double>(choice(file.metadata, "training_fraction"));
    const auto folds = numberIn<std::int64_t>(choice(file.metadata, "folds"));
    const auto fold = numberIn<std::int64_t>(choice(file.metadata, "fold"));
    constexpr std::int64_t most_folds = 1'000'000;
    const bool is_split = folds && *folds >= 0 && *folds <= most_folds && fold && *fold >= 1 && *fold <= most_folds;
    const bool is_checkpoint = format != file.metadata.end() && format->second == "ligature-checkpoint";
    if (!is_checkpoint || !step || !seed || !batch || *batch < 1 || !training || *training < 0 || !validation ||
        *validation < 0 || !test_fraction || !training_fraction || !is_split)
        return fail(where, "it does not say how it was trained", "train anew, or restore the file");
    CheckpointFacts facts{.step = *step,
                          .seed = *seed,
                          .batch_size = *batch,
                          .test_fraction = *test_fraction,
                          .training_fraction = *training_fraction,
                          .split = choice(file.metadata, "split"),
                          .folds = *folds,
                          .fold = *fold,
                          .training_samples = static_cast<std::size_t>(*training),
                          .validation_samples = static_cast<std::size_t>(*validation)};
    if (*step > 0)
        facts.data = identityFrom(file.metadata);
    return facts;
}

} // namespace ligature
