// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "core/tying/linter.h"

namespace ligature {

namespace {

/// Words in layers' names that say that two belong together.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> pairs = {{{"encoder", "decoder"},
                                                                                 {"enc", "dec"},
                                                                                 {"encode", "decode"},
                                                                                 {"query", "key"},
                                                                                 {"embedding", "output"},
                                                                                 {"embed", "output"},
                                                                                 {"embedding", "head"},
                                                                                 {"embed", "unembed"}}};

/// "Encoder 2" as {"encoder", "2"}.
std::vector<std::string> wordsOf(const std::string& name)
{
    std::vector<std::string> words;
    const auto kind = [](unsigned char c) { return std::isalpha(c) != 0 ? 1 : std::isdigit(c) != 0 ? 2 : 0; };
    int last = 0;
    for (const char c : name) {
        const int now = kind(static_cast<unsigned char>(c));
        if (now != 0) {
            if (now != last)
                words.emplace_back();
            words.back().push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
        }
        last = now;
    }
    return words;
}

struct Candidate {
    Slot slot;
    Shape shape;
    std::vector<std::string> rest; ///< of the name's words
};

class UntiedPair final : public LintRule {
public:
    std::string name() const override { return "untied-pair"; }

    void check(const LintContext& context, std::vector<Diagnostic>& all) const override
    {
        const Weights weights = weightsOf(context.analysis);
        std::vector<Diagnostic> found;
        findPairs(context, weights, found);
        if (found.size() > mostOnTheirOwn)
            all.push_back(together(weights, found));
        else
            all.insert(all.end(), found.begin(), found.end());
    }

private:
    using Weights = std::map<LayerId, std::pair<Slot, Shape>>;

    /// More than so many pairs are one finding.
    static constexpr std::size_t mostOnTheirOwn = 3;

    Diagnostic together(const Weights& weights, const std::vector<Diagnostic>& found) const
    {
        std::int64_t saved = 0;
        for (const Diagnostic& pair : found)
            saved += weights.at(*pair.layer).second.elementCount();
        Diagnostic all{Severity::Info,
                       name(),
                       found.front().layer,
                       {},
                       "Its weight and those of " + std::to_string(found.size() - 1) +
                           " more layers have the shape of another's, the names go together, and they are not tied.",
                       "Tie them to save " + std::to_string(saved) +
                           " parameters, or leave them if each is to learn its own."};
        for (const Diagnostic& pair : found)
            all.details.push_back({*pair.layer, pair.message});
        return all;
    }

    void findPairs(const LintContext& context, const Weights& weights, std::vector<Diagnostic>& found) const
    {
        for (const auto& [first_word, second_word] : pairs) {
            const auto first = named(context.network, weights, first_word);
            const auto second = named(context.network, weights, second_word);
            for (const Candidate& b : second) {
                for (const Candidate& a : first) {
                    const bool alone = first.size() == 1 && second.size() == 1;
                    if (a.slot.layer != b.slot.layer && (alone || a.rest == b.rest))
                        compare(context, a, b, found);
                }
            }
        }
    }

    /// The first slot of each layer that is a matrix or more.
    static Weights weightsOf(const Analysis& analysis)
    {
        Weights weights;
        for (const auto& [slot, shape] : analysis.slots) {
            if (shape.rank() >= 2 && (!weights.contains(slot.layer) || slot.slot == "weight"))
                weights[slot.layer] = {slot, shape};
        }
        return weights;
    }

    static std::vector<Candidate> named(const Network& network, const Weights& weights, std::string_view word)
    {
        std::vector<Candidate> candidates;
        for (const auto& [id, weight] : weights) {
            std::vector<std::string> words = wordsOf(network.layers.at(id).name);
            const auto at = std::ranges::find(words, word);
            if (at == words.end())
                continue;
            words.erase(at);
            candidates.push_back({weight.first, weight.second, std::move(words)});
        }
        return candidates;
    }

    void compare(const LintContext& context, const Candidate& a, const Candidate& b,
                 std::vector<Diagnostic>& found) const
    {
        const Network& network = context.network;
        const auto tie_a = network.ties.find(a.slot);
        const auto tie_b = network.ties.find(b.slot);
        if (tie_a == network.ties.end() || tie_b == network.ties.end() ||
            tie_a->second.parameter == tie_b->second.parameter)
            return;
        const bool same = a.shape == b.shape;
        if (!same && (a.shape.rank() != 2 || a.shape.reversed() != b.shape))
            return;
        if (std::ranges::any_of(found,
                                [&](const Diagnostic& d) { return d.code == name() && d.layer == b.slot.layer; }))
            return;
        const std::string& other = network.layers.at(a.slot.layer).name;
        found.push_back({Severity::Info,
                         name(),
                         b.slot.layer,
                         {},
                         "Its " + b.slot.slot + " has the shape of that of \"" + other + "\"" +
                             (same ? "" : " transposed") + ", the names go together, and they are not tied.",
                         "Tie them to save " + std::to_string(b.shape.elementCount()) +
                             " parameters, or leave them if each is to learn its own."});
    }
};

} // namespace

const LintRule& untiedPairRule()
{
    static const UntiedPair rule;
    return rule;
}

} // namespace ligature
