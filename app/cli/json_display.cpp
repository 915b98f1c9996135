// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <iostream>

#include <nlohmann/json.hpp>

#include "app/cli/training_display.h"
#include "core/project/attributes_json.h"

namespace ligature::cli {

namespace {

using Json = nlohmann::ordered_json;

class JsonDisplay : public TrainingDisplay {
public:
    JsonDisplay(std::uint64_t seed, std::int64_t every, std::vector<std::string> loss_names)
        : m_seed(seed), m_every(every), m_loss_names(std::move(loss_names))
    {
    }

    void prepare(const std::string&) override {}

    void update(std::span<const MetricEvent> events, const TrainingProgress&) override
    {
        for (const MetricEvent& event : events) {
            const bool isStep = event.kind == MetricEvent::Kind::Step;
            if (!isStep || event.step % m_every == 0)
                print(line(isStep ? "step" : "epoch", event));
        }
        std::cout.flush();
    }

    void showUses(std::span<const WatchedUses> watched, std::span<const UseGradients> seen) override
    {
        for (const UseGradients& figures : seen) {
            const auto parameter = std::ranges::find(watched, figures.parameter, &WatchedUses::parameter);
            if (parameter != watched.end())
                print(usesLine(*parameter, figures));
        }
        std::cout.flush();
    }

    void end(TrainingEnd how, std::span<const MetricEvent> events, const TrainingReport& report) override
    {
        for (const MetricEvent& event : events) {
            Json json = line("end", event);
            json["status"] = toString(how);
            json["twin_check"] = nullptr;
            if (report.twin_check) {
                json["twin_check"] = {{"tied_loss", report.twin_check->tied_loss},
                                      {"untied_loss", report.twin_check->untied_loss},
                                      {"identical", report.twin_check->identical}};
            }
            print(json);
        }
        std::cout.flush();
    }

private:
    /// JSON has no infinities and no NaN: the library writes null for them.
    [[nodiscard]] Json line(const char* kind, const MetricEvent& event) const
    {
        Json json = {{"event", kind},
                     {"variant", toString(event.variant)},
                     {"seed", m_seed},
                     {"step", event.step},
                     {"epoch", event.epoch},
                     {"train_loss", event.train_loss},
                     {"val_loss", event.val_loss},
                     {"metric", event.metric},
                     {"seconds", event.seconds}};
        if (!std::isnan(event.learning_rate))
            json["learning_rate"] = event.learning_rate;
        for (std::size_t i = 0; i < std::min(m_loss_names.size(), event.losses.size()); ++i) {
            const LossMeasure& loss = event.losses[i];
            json["losses"][m_loss_names[i]] = {
                {"train_loss", loss.train_loss}, {"val_loss", loss.val_loss}, {"metric", loss.metric}};
        }
        return json;
    }
    [[nodiscard]] Json usesLine(const WatchedUses& watched, const UseGradients& figures) const
    {
        Json uses = Json::array();
        Json cosines = Json::array();
        for (std::size_t i = 0; i < watched.uses.size(); ++i) {
            const WatchedUses::Use& use = watched.uses[i];
            uses.push_back({{"layer", use.slot.layer.value},
                            {"layer_name", use.layer},
                            {"slot", use.slot.slot},
                            {"view", viewJson(use.view)},
                            {"norm", figures.norms[i]},
                            {"share", figures.shares[i]}});
            Json row = Json::array();
            for (std::size_t j = 0; j < watched.uses.size(); ++j)
                row.push_back(figures.cosine(i, j));
            cosines.push_back(std::move(row));
        }
        return {{"event", "uses"},         {"variant", toString(figures.variant)}, {"seed", m_seed},
                {"step", figures.step},    {"parameter", figures.parameter.value}, {"parameter_name", watched.name},
                {"uses", std::move(uses)}, {"cosines", std::move(cosines)}};
    }
    static Json viewJson(const View& view)
    {
        Json steps = Json::array();
        for (const ViewStep& step : view)
            steps.push_back(typedToJson(step.type, step.attributes));
        return steps;
    }
    static void print(const Json& json) { std::cout << json.dump() << '\n'; }

    std::uint64_t m_seed;
    std::int64_t m_every;
    std::vector<std::string> m_loss_names;
};

} // namespace

std::unique_ptr<TrainingDisplay> jsonDisplay(std::uint64_t seed, std::int64_t every,
                                             std::vector<std::string> loss_names)
{
    return std::make_unique<JsonDisplay>(seed, every, std::move(loss_names));
}

} // namespace ligature::cli
