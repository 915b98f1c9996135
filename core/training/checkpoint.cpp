// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <bit>
#include <charconv>

#include "core/optimization/schedule.h"
#include "core/training/variant_run.h"
#include "core/tying/alias_values.h"

namespace ligature {

namespace {

constexpr std::string_view clippingKey = "gradient_clipping";
constexpr std::string_view scheduleKey = "schedule";

std::string stateTensor(const std::string& parameter, const std::string& vector)
{
    return parameter + "/optimizer." + vector;
}

std::string clippingText(double largest)
{
    return toString(AttributeValue(largest));
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
std::map<std::string, std::string> fingerprint(Variant variant, const TrainingSettings& settings,
                                               const BatchOrder& order)
{
    std::map<std::string, std::string> facts = {
        {"format", "ligature-checkpoint"},
        {"layout", "row-major over the shape"},
        {"variant", toString(variant)},
        {"optimizer", settings.optimizer},
        {"batch_size", std::to_string(settings.batch_size)},
        {"seed", std::to_string(settings.seed)},
        {std::string(clippingKey), clippingText(settings.gradient_clipping)},
        {std::string(scheduleKey), settings.schedule},
        {"training_samples", std::to_string(order.training().size())},
        {"validation_samples", std::to_string(order.validation().size())},
    };
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

std::optional<std::int64_t> wholeNumber(const std::map<std::string, std::string>& metadata, const std::string& key)
{
    const auto found = metadata.find(key);
    std::int64_t number = 0;
    if (found == metadata.end())
        return std::nullopt;
    const auto& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

} // namespace

SafetensorsFile VariantRun::checkpoint() const
{
    const TrainedState now = state();
    SafetensorsFile file;
    file.metadata = fingerprint(m_variant, m_settings, m_order);
    file.metadata["step"] = std::to_string(now.step);
    // As bits: a decimal number could lose the last one.
    file.metadata[epochLossKey()] = std::to_string(std::bit_cast<std::int64_t>(now.epoch_loss));
    for (std::size_t i = 0; i < now.epoch_losses.size(); ++i)
        file.metadata[epochLossKey(i)] = std::to_string(std::bit_cast<std::int64_t>(now.epoch_losses[i]));
    const std::vector<ScheduleNumber> numbers = findScheduleType(m_settings.schedule)->state();
    for (std::size_t i = 0; i < numbers.size(); ++i)
        file.metadata[scheduleStateKey(numbers[i])] = std::to_string(std::bit_cast<std::int64_t>(now.schedule[i]));
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const std::string& name = parameter.description.name;
        const TrainedParameter& trained = *now.parameters.at(parameter.description.id);
        file.tensors.push_back({name, trained.shape, trained.values});
        for (const TrainedVector& vector : trained.state) {
            const Shape shape = vector.kind == StateKind::Number ? Shape{1} : trained.shape;
            file.tensors.push_back({stateTensor(name, vector.name), shape, vector.values});
        }
    }
    return file;
}

Result<void> VariantRun::restore(const SafetensorsFile& file, const std::string& where)
{
    for (const auto& [key, value] : fingerprint(m_variant, m_settings, m_order)) {
        const auto found = file.metadata.find(key);
        // Checkpoints from before gradients could be clipped, and rates change, do not say that they were not, or did
        // not.
        const std::string absent = key == clippingKey   ? clippingText(0)
                                   : key == scheduleKey ? TrainingSettings().schedule
                                                        : "missing";
        const std::string& there = found == file.metadata.end() ? absent : found->second;
        if (there != value) {
            return fail(where, "its " + key + " is " + there + ", and the training's is " + value,
                        "resume with the project and the settings that it was made with");
        }
    }
    if (const auto aliases = checkAliases(m_network, file, where); !aliases)
        return tl::unexpected(aliases.error());
    const auto step = wholeNumber(file.metadata, "step");
    const auto epoch_loss = wholeNumber(file.metadata, epochLossKey());
    std::vector<double> epoch_losses;
    for (std::size_t i = 0; i < m_epoch_losses.size(); ++i) {
        if (const auto bits = wholeNumber(file.metadata, epochLossKey(i)))
            epoch_losses.push_back(std::bit_cast<double>(*bits));
    }
    std::vector<double> schedule;
    for (const ScheduleNumber& number : findScheduleType(m_settings.schedule)->state()) {
        const auto bits = wholeNumber(file.metadata, scheduleStateKey(number));
        if (!bits)
            return fail(where, "it does not say what its schedule's " + number.name + " is", "start anew");
        schedule.push_back(std::bit_cast<double>(*bits));
    }
    if (!step || *step < 0 || *step > m_total_steps || !epoch_loss || epoch_losses.size() != m_epoch_losses.size())
        return fail(where, "its step is not one of this training", "ask for more epochs, or start anew");

    TrainedState state;
    state.step = *step;
    state.epoch_loss = std::bit_cast<double>(*epoch_loss);
    state.epoch_losses = std::move(epoch_losses);
    state.schedule = std::move(schedule);
    for (const ProgramParameter<float>& parameter : m_program.parameters()) {
        const std::string& name = parameter.description.name;
        auto trained = std::make_shared<TrainedParameter>();
        trained->shape = parameter.description.shape;
        const auto take = [&](const std::string& tensor, std::size_t size, std::vector<float>& to) -> Result<void> {
            if (size == 0)
                return {};
            const auto values = expect(file, tensor, size, where);
            if (!values)
                return tl::unexpected(values.error());
            to = **values;
            return {};
        };
        if (const auto taken = take(name, parameter.values.size(), trained->values); !taken)
            return taken;
        if (const ParameterState<float>* const kept = optimizerStateOf(parameter)) {
            for (std::size_t i = 0; i < kept->state.size(); ++i) {
                const OptimizerVector& vector = m_optimizer.vectors()[i];
                trained->state.push_back({vector.name, vector.kind, {}});
                if (const auto taken =
                        take(stateTensor(name, vector.name), kept->state[i].size(), trained->state.back().values);
                    !taken)
                    return taken;
            }
        }
        state.parameters[parameter.description.id] = std::move(trained);
    }
    return restore(state);
}

} // namespace ligature
