// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retying/suggestions.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>

#include "core/network/declared.h"
#include "core/network/reachability.h"
#include "core/retying/share_layers.h"
#include "core/retying/trained_values.h"
#include "core/tensor/equal_values.h"

namespace ligature {

namespace {

class Suggester {
public:
    Suggester(const Network& network, const Analysis& analysis, const TrainedState* state)
        : m_network(network), m_analysis(analysis), m_state(state)
    {
        for (const LayerId id : analysis.order) {
            if (hasSlots(network, id))
                m_layers.push_back(id);
        }
        std::map<std::string, int> numbers;
        for (const LayerId id : m_layers) {
            const int next = static_cast<int>(numbers.size());
            m_natures.push_back(numbers.emplace(natureOf(network, analysis, id), next).first->second);
        }
    }

    std::vector<TieSuggestion> run()
    {
        if (m_state != nullptr)
            suggestEqualValues();
        suggestMirrored();
        suggestRepeated();
        return std::move(m_suggestions);
    }

private:
    // -- what all of them need --

    const std::string& nameOf(LayerId id) const { return m_network.layers.at(id).name; }

    const Shape* shapeOf(const Slot& slot) const
    {
        const auto found = m_analysis.slots.find(slot);
        return found == m_analysis.slots.end() ? nullptr : &found->second;
    }

    bool tiedTogether(const Slot& a, const Slot& b) const
    {
        return m_network.ties.at(a).parameter == m_network.ties.at(b).parameter;
    }

    /// The tie, unless B is spoken for, or tied to something already.
    bool addTie(TieSuggestion& suggestion, const Slot& a, const Slot& b, const View& view)
    {
        const Shape* const shape = shapeOf(b);
        if (shape == nullptr || !m_network.ties.contains(a) || !m_network.ties.contains(b) || tiedTogether(a, b) ||
            m_taken.contains(b) || usesOf(m_network, m_network.ties.at(b).parameter).size() > 1)
            return false;
        suggestion.saves += shape->elementCount();
        suggestion.ties.push_back({a, b, view});
        return true;
    }

    void add(TieSuggestion suggestion)
    {
        if (suggestion.ties.empty())
            return;
        for (const SuggestedTie& tie : suggestion.ties)
            m_taken.insert({tie.a, tie.b});
        m_suggestions.push_back(std::move(suggestion));
    }

    // -- equal values --

    void suggestEqualValues()
    {
        std::vector<Slot> slots; // By EqualValues' numbers.
        std::deque<TrainedParameter> seen;
        EqualValues before;
        for (const auto& [slot, tie] : m_network.ties) {
            const auto trained = m_state->parameters.find(tie.parameter);
            if (trained == m_state->parameters.end() || m_network.parameters.at(tie.parameter).state)
                continue;
            const TrainedParameter values{trained->second->shape, trained->second->values, {}};
            if (!outputShape(tie.view, values.shape))
                continue;
            slots.push_back(slot);
            seen.push_back(readThrough(values, tie.view));
            if (const auto match = before.add(seen.back().shape, seen.back().values))
                suggestEqual(slots[match->number], slot, match->transposed ? transposeView() : View());
        }
    }

    void suggestEqual(const Slot& a, const Slot& b, const View& view)
    {
        const std::string name_a = nameOf(a.layer) + "." + a.slot;
        const std::string name_b = nameOf(b.layer) + "." + b.slot;
        const std::string how = view.empty() ? "" : " transposed";
        TieSuggestion suggestion{name_a + " and " + name_b + (view.empty() ? "" : ", transposed"),
                                 "Every value of " + name_b + " equals that of " + name_a + how +
                                     ", so a tie changes no output.",
                                 {}};
        if (addTie(suggestion, a, b, view))
            add(std::move(suggestion));
    }

    // -- mirrored stacks --

    /// Layers with one matrix each, in the order in which data flows.
    std::vector<Slot> matrices() const
    {
        std::vector<Slot> found;
        for (const LayerId id : m_layers) {
            std::vector<Slot> own;
            for (const SlotSpec& spec : slotsOf(m_network, id)) {
                const Shape* const shape = shapeOf({id, spec.name});
                if (shape != nullptr && shape->rank() == 2)
                    own.push_back({id, spec.name});
            }
            if (own.size() == 1)
                found.push_back(own.front());
        }
        return found;
    }

    bool mirrors(const Slot& a, const Slot& b) const
    {
        return m_network.layers.at(a.layer).type == m_network.layers.at(b.layer).type &&
               shapeOf(a)->reversed() == *shapeOf(b);
    }

    /// The longest mirrored stretches: those that grow from their middle as far as they go.
    void suggestMirrored()
    {
        const std::vector<Slot> stack = matrices();
        std::set<std::size_t> used;
        struct Stretch {
            std::size_t first;
            std::size_t last;
        };
        std::vector<Stretch> stretches;
        for (std::size_t middle = 0; middle < stack.size(); ++middle) {
            for (const std::size_t right_of_it : {middle, middle + 1}) {
                std::size_t left = middle; // the stretch is [left, right)
                std::size_t right = right_of_it;
                while (left > 0 && right < stack.size() && mirrors(stack[left - 1], stack[right]) &&
                       reaches(m_network, stack[left - 1].layer, stack[right].layer)) {
                    --left;
                    ++right;
                }
                // Square matrices mirror whatever they are; the outermost pair is to tell.
                if (left < middle && shapeOf(stack[left])->reversed() != *shapeOf(stack[left]))
                    stretches.push_back({left, right - 1});
            }
        }
        std::ranges::stable_sort(stretches, std::greater(), [](const Stretch& s) { return s.last - s.first; });
        for (const Stretch& stretch : stretches) {
            TieSuggestion suggestion;
            for (std::size_t i = 0; stretch.first + i < stretch.last - i; ++i) {
                const std::size_t first = stretch.first + i;
                const std::size_t last = stretch.last - i;
                if (used.contains(first) || used.contains(last))
                    continue;
                if (addTie(suggestion, stack[first], stack[last], transposeView()))
                    used.insert({first, last});
            }
            if (suggestion.ties.empty())
                continue;
            const SuggestedTie& outer = suggestion.ties.front();
            suggestion.title = nameOf(outer.a.layer) + " and " + nameOf(outer.b.layer) + ", transposed";
            if (suggestion.ties.size() > 1)
                suggestion.title += ", and what lies between";
            suggestion.why = "The shapes mirror each other: " + nameOf(outer.b.layer) + " turns back what " +
                             nameOf(outer.a.layer) + " does, as a decoder does an encoder's work.";
            add(std::move(suggestion));
        }
    }

    // -- repeated layers --

    bool alike(std::size_t i, std::size_t j) const { return m_natures[i] == m_natures[j]; }

    /// Runs of blocks of the longest period first; a layer is in one of them.
    void suggestRepeated()
    {
        const std::size_t count = m_layers.size();
        std::vector<bool> used(count, false);
        for (std::size_t period = count / 2; period >= 1; --period) {
            for (std::size_t first = 0; first + 2 * period <= count; ++first) {
                std::size_t length = 0; // of layers that are like the one a period before
                while (first + period + length < count && alike(first + length, first + period + length))
                    ++length;
                const std::size_t blocks = length / period;
                if (blocks == 0)
                    continue;
                const std::size_t end = first + (blocks + 1) * period;
                if (std::any_of(used.begin() + static_cast<std::ptrdiff_t>(first),
                                used.begin() + static_cast<std::ptrdiff_t>(end), [](bool u) { return u; }) ||
                    (period > 1 && alike(first, first + 1) && uniform(first, end)))
                    continue;
                suggestBlocks(first, period, blocks);
                std::fill(used.begin() + static_cast<std::ptrdiff_t>(first),
                          used.begin() + static_cast<std::ptrdiff_t>(end), true);
            }
        }
    }

    /// All alike, so that single layers repeat and no longer block does.
    bool uniform(std::size_t first, std::size_t end) const
    {
        for (std::size_t i = first + 1; i < end; ++i) {
            if (!alike(first, i))
                return false;
        }
        return true;
    }

    void suggestBlocks(std::size_t first, std::size_t period, std::size_t blocks)
    {
        TieSuggestion suggestion;
        for (std::size_t i = 0; i < period; ++i) {
            for (std::size_t block = 1; block <= blocks; ++block) {
                const LayerId a = m_layers[first + i];
                const LayerId b = m_layers[first + block * period + i];
                for (const SlotSpec& spec : slotsOf(m_network, a))
                    addTie(suggestion, {a, spec.name}, {b, spec.name}, {});
            }
        }
        const std::string& name_a = nameOf(m_layers[first]);
        const std::string& name_b = nameOf(m_layers[first + period]);
        suggestion.title = period == 1 ? name_a + ", used again" : "the layers from " + name_a + ", used again";
        suggestion.why = "The same shapes come " + std::to_string(blocks + 1) + " times, from " + name_a +
                         " and from " + name_b + " on: ";
        suggestion.why += reaches(m_network, m_layers[first], m_layers[first + period])
                              ? "shared, they make the network deeper at no cost in parameters."
                              : "shared, they do the same to what each is fed with, as Siamese branches do.";
        add(std::move(suggestion));
    }

    const Network& m_network;
    const Analysis& m_analysis;
    const TrainedState* m_state;
    std::vector<LayerId> m_layers; ///< with slots, in the order in which data flows
    std::vector<int> m_natures;    ///< of those: equal numbers for layers that are alike
    std::set<Slot> m_taken;
    std::vector<TieSuggestion> m_suggestions;
};

} // namespace

std::vector<TieSuggestion> suggestTies(const Network& network, const Analysis& analysis, const TrainedState* state)
{
    return Suggester(network, analysis, state).run();
}

Result<TrainedNetwork> applySuggestions(const TrainedNetwork& before, const std::vector<TieSuggestion>& chosen,
                                        Kept kept)
{
    Result<TrainedNetwork> after = before;
    for (const TieSuggestion& suggestion : chosen) {
        for (const SuggestedTie& tie : suggestion.ties) {
            after = tieSlots(*after, tie.a, tie.b, tie.view, kept,
                             before.network.layers.at(tie.a.layer).name + " " + tie.a.slot);
            if (!after)
                return after;
        }
    }
    return after;
}

} // namespace ligature
