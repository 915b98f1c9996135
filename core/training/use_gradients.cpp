// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/use_gradients.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/program/use_watch.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

/// From when on a use is said to lead: so many times an equal share.
constexpr double leadingShare = 1.1;

/// "decoder", or "cell.weight_hh" where the layer reads the parameter twice.
std::string nameOf(const WatchedUses& watched, std::size_t use)
{
    const WatchedUses::Use& one = watched.uses[use];
    const auto same = std::ranges::count(watched.uses, one.layer, &WatchedUses::Use::layer);
    return same > 1 ? one.layer + "." + one.slot.slot : one.layer;
}

const char* directionOf(double cosine)
{
    struct Direction {
        double from;
        const char* words;
    };
    static constexpr std::array<Direction, 6> directions = {{{0.9, "pull in nearly the same direction"},
                                                             {0.5, "pull much the same way"},
                                                             {0.1, "pull partly the same way"},
                                                             {-0.1, "pull almost at right angles to each other"},
                                                             {-0.5, "pull partly against each other"},
                                                             {-0.9, "pull against each other"}}};
    for (const Direction& direction : directions) {
        if (cosine >= direction.from)
            return direction.words;
    }
    return "pull in nearly opposite directions and cancel out";
}

std::string shareSentence(const WatchedUses& watched, const UseGradients& figures)
{
    const auto most = std::ranges::max_element(figures.shares);
    const auto uses = static_cast<double>(figures.shares.size());
    if (*most < leadingShare / uses)
        return "All uses supply about as much of the gradient of " + watched.name + ".";
    return "The use in " + nameOf(watched, static_cast<std::size_t>(most - figures.shares.begin())) + " supplies " +
           numbers::percent(*most, 0) + " of the gradient of " + watched.name + ".";
}

std::string directionSentence(const WatchedUses& watched, const UseGradients& figures)
{
    const std::size_t uses = watched.uses.size();
    std::size_t first = 0;
    std::size_t second = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < uses; ++i) {
        for (std::size_t j = i + 1; j < uses; ++j) {
            if (figures.cosine(i, j) < least) {
                least = figures.cosine(i, j);
                first = i;
                second = j;
            }
        }
    }
    if (!std::isfinite(least))
        return {};
    const std::string figure = std::string(directionOf(least)) + " (cosine " + numbers::fixed(least, 2) + ").";
    if (uses == 2)
        return " The two uses " + figure;
    return " The least agreed are " + nameOf(watched, first) + " and " + nameOf(watched, second) + ": they " + figure;
}

} // namespace

std::vector<WatchedUses> watchedUses(const Network& network, const OperationGraph& graph)
{
    std::vector<WatchedUses> all;
    for (const WatchedParameter& parameter : watchedParameters(graph)) {
        WatchedUses watched{parameter.parameter, parameterName(network, parameter.parameter), {}};
        for (const Slot& slot : parameter.uses)
            watched.uses.push_back({slot, network.layers.at(slot.layer).name, network.ties.at(slot).view});
        all.push_back(std::move(watched));
    }
    return all;
}

UseGradients useGradients(std::span<const double> products)
{
    const auto uses = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(products.size()))));
    UseGradients figures;
    double sum = 0;
    for (std::size_t i = 0; i < uses; ++i) {
        // A use that was watched in several pieces can come out a rounding error below nothing.
        const double squared = products[i * uses + i];
        figures.norms.push_back(squared < 0 ? 0 : std::sqrt(squared));
        sum += figures.norms.back();
    }
    for (const double norm : figures.norms)
        figures.shares.push_back(sum == 0 ? 0 : norm / sum);
    for (std::size_t i = 0; i < uses; ++i) {
        for (std::size_t j = 0; j < uses; ++j) {
            const double both = figures.norms[i] * figures.norms[j];
            figures.cosines.push_back(both > 0 ? std::clamp(products[i * uses + j] / both, -1.0, 1.0)
                                               : std::numeric_limits<double>::quiet_NaN());
        }
    }
    return figures;
}

UseGradients averageOf(std::span<const UseGradients> steps)
{
    UseGradients mean = steps.back();
    const auto average = [&](std::vector<double> UseGradients::*figures) {
        for (std::size_t i = 0; i < (mean.*figures).size(); ++i) {
            double sum = 0;
            int count = 0;
            for (const UseGradients& step : steps) {
                const double value = (step.*figures)[i];
                if (std::isnan(value))
                    continue;
                sum += value;
                ++count;
            }
            (mean.*figures)[i] = count == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / count;
        }
    };
    average(&UseGradients::norms);
    average(&UseGradients::shares);
    average(&UseGradients::cosines);
    return mean;
}

std::string explain(const WatchedUses& watched, const UseGradients& figures)
{
    const bool finite = std::ranges::all_of(figures.norms, [](double norm) { return std::isfinite(norm); });
    if (!finite || figures.norms.size() != watched.uses.size())
        return "The gradient of " + watched.name + " is not finite.";
    if (std::ranges::all_of(figures.norms, [](double norm) { return norm == 0; }))
        return "No use adds to the gradient of " + watched.name + " now.";
    return shareSentence(watched, figures) + directionSentence(watched, figures);
}

} // namespace ligature
