// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/split.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <queue>
#include <tuple>

#include "core/tensor/random_stream.h"

namespace ligature {

namespace {

using Samples = std::vector<std::int64_t>;

/// Whose numbers a part is drawn by.
struct Draw {
    std::uint64_t seed = 0;
    std::string_view name;

    [[nodiscard]] RandomStream stream() const { return {seed, name}; }
    [[nodiscard]] RandomStream of(std::size_t which) const { return {seed, name, {which}}; }
};

/// Fisher and Yates; std::shuffle's order depends on the standard library.
template <typename Value>
void shuffleInPlace(std::vector<Value>& values, RandomStream random)
{
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[static_cast<std::size_t>(random.uniform() * static_cast<double>(i))]);
}

std::int64_t shareOf(std::int64_t count, double share)
{
    return static_cast<std::int64_t>(static_cast<double>(count) * share);
}

/// Takes the first samples off.
Samples takeFirst(Samples& samples, std::int64_t count)
{
    const auto end = samples.begin() + std::min<std::ptrdiff_t>(count, std::ssize(samples));
    Samples taken(samples.begin(), end);
    samples.erase(samples.begin(), end);
    return taken;
}

Samples without(const Samples& samples, Samples taken)
{
    std::ranges::sort(taken);
    Samples left;
    std::ranges::copy_if(samples, std::back_inserter(left),
                         [&](std::int64_t sample) { return !std::ranges::binary_search(taken, sample); });
    return left;
}

/// A way to split: by single samples, by classes or by groups.
class Rule {
public:
    virtual ~Rule() = default;
    /// The order in which samples are taken. The first of them are the samples of a share.
    [[nodiscard]] virtual Samples ordered(const Samples& samples, Draw draw) const = 0;
    /// The order of what is left of an order once its first samples are taken.
    [[nodiscard]] virtual Samples rest(Samples order, Draw /*draw*/) const { return order; }
    /// As many of the ordered samples, from the front, as a share has.
    [[nodiscard]] virtual Samples taken(Samples ordered, std::int64_t count) const { return takeFirst(ordered, count); }
    /// One of several parts of about one size.
    [[nodiscard]] virtual Samples fold(const Samples& samples, Draw draw, std::size_t which,
                                       std::size_t count) const = 0;
};

/// Every count-th, from the which-th on.
Samples dealt(const Samples& samples, std::size_t which, std::size_t count)
{
    Samples one;
    for (std::size_t i = which; i < samples.size(); i += count)
        one.push_back(samples[i]);
    return one;
}

class RandomRule final : public Rule {
public:
    Samples ordered(const Samples& samples, Draw draw) const override
    {
        Samples order = samples;
        shuffleInPlace(order, draw.stream());
        return order;
    }
    Samples fold(const Samples& samples, Draw draw, std::size_t which, std::size_t count) const override
    {
        return dealt(ordered(samples, draw), which, count);
    }
};

class StratifiedRule final : public Rule {
public:
    explicit StratifiedRule(std::span<const float> classes) : m_classes(classes) {}

    /// Of N samples, n of a class, the class's sample r (from 0) has to be among the first m for m = ceil((r + 1) N /
    /// n) and must not be before m = floor(r N / n) + 1: then of any m the class has m n / N to less than one sample.
    /// Taking always the one that has to be first keeps all of these (Baruah et al. 1996, Algorithmica 15, on one
    /// processor).
    Samples ordered(const Samples& samples, Draw draw) const override
    {
        using Due = std::tuple<std::int64_t, std::size_t>; // when, and which class
        using Queue = std::priority_queue<Due, std::vector<Due>, std::greater<>>;
        std::vector<Samples> classes = shuffledClasses(samples, draw);
        const std::int64_t all = std::ssize(samples);
        std::vector<std::size_t> next(classes.size());
        const auto begins = [&](std::size_t one) {
            return static_cast<std::int64_t>(next[one]) * all / std::ssize(classes[one]) + 1;
        };
        const auto ends = [&](std::size_t one) {
            const std::int64_t size = std::ssize(classes[one]);
            return (static_cast<std::int64_t>(next[one] + 1) * all + size - 1) / size;
        };
        Queue waiting;
        Queue ready;
        for (std::size_t one = 0; one < classes.size(); ++one)
            waiting.emplace(begins(one), one);
        Samples order;
        while (std::ssize(order) < all) {
            while (!waiting.empty() && (ready.empty() || std::get<0>(waiting.top()) <= std::ssize(order) + 1)) {
                const std::size_t one = std::get<1>(waiting.top());
                waiting.pop();
                ready.emplace(ends(one), one);
            }
            const std::size_t one = std::get<1>(ready.top());
            ready.pop();
            order.push_back(classes[one][next[one]++]);
            if (next[one] < classes[one].size())
                waiting.emplace(begins(one), one);
        }
        return order;
    }

    Samples rest(Samples order, Draw draw) const override
    {
        std::ranges::sort(order);
        return ordered(order, draw);
    }

    /// Dealt class by class, so that each fold has of each class the same number or one more, and of all too.
    Samples fold(const Samples& samples, Draw draw, std::size_t which, std::size_t count) const override
    {
        Samples in_a_row;
        for (const Samples& one : shuffledClasses(samples, draw))
            in_a_row.insert(in_a_row.end(), one.begin(), one.end());
        return dealt(in_a_row, which, count);
    }

private:
    /// The samples of each class that has some, in an order of its own.
    [[nodiscard]] std::vector<Samples> shuffledClasses(const Samples& samples, Draw draw) const
    {
        std::map<float, Samples> by_class;
        for (const std::int64_t sample : samples)
            by_class[m_classes[static_cast<std::size_t>(sample)]].push_back(sample);
        std::vector<Samples> classes;
        for (auto& [index, of_class] : by_class) {
            shuffleInPlace(of_class, draw.of(static_cast<std::size_t>(index)));
            classes.push_back(std::move(of_class));
        }
        return classes;
    }

    std::span<const float> m_classes;
};

class GroupedRule final : public Rule {
public:
    explicit GroupedRule(std::span<const std::int32_t> groups) : m_groups(groups) {}

    Samples ordered(const Samples& samples, Draw draw) const override
    {
        Samples order;
        for (const Samples& group : shuffledGroups(samples, draw))
            order.insert(order.end(), group.begin(), group.end());
        return order;
    }

    /// Whole groups from the front, one at least, as near to the count as that comes: a smaller count takes no group
    /// that a larger one leaves.
    Samples taken(Samples ordered, std::int64_t count) const override
    {
        if (count < 1)
            return {};
        std::int64_t end = endOfGroup(ordered, 0);
        while (end < std::ssize(ordered)) {
            const std::int64_t further = endOfGroup(ordered, end);
            if (further - count > count - end)
                break;
            end = further;
        }
        return takeFirst(ordered, end);
    }

    /// The largest groups first, each to the fold that has the fewest samples so far.
    Samples fold(const Samples& samples, Draw draw, std::size_t which, std::size_t count) const override
    {
        std::vector<Samples> groups = shuffledGroups(samples, draw);
        std::ranges::stable_sort(groups, std::greater<>(), [](const Samples& group) { return group.size(); });
        std::vector<Samples> folds(count);
        for (const Samples& group : groups) {
            Samples& least = *std::ranges::min_element(folds, {}, [](const Samples& fold) { return fold.size(); });
            least.insert(least.end(), group.begin(), group.end());
        }
        return folds[which];
    }

private:
    [[nodiscard]] std::vector<Samples> shuffledGroups(const Samples& samples, Draw draw) const
    {
        std::map<std::int32_t, Samples> by_group;
        for (const std::int64_t sample : samples)
            by_group[m_groups[static_cast<std::size_t>(sample)]].push_back(sample);
        std::vector<Samples> groups;
        for (auto& [index, group] : by_group)
            groups.push_back(std::move(group));
        shuffleInPlace(groups, draw.stream());
        return groups;
    }

    [[nodiscard]] std::int64_t endOfGroup(const Samples& ordered, std::int64_t from) const
    {
        const auto group = [&](std::int64_t place) {
            return m_groups[static_cast<std::size_t>(ordered[static_cast<std::size_t>(place)])];
        };
        std::int64_t end = from + 1;
        while (end < std::ssize(ordered) && group(end) == group(from))
            ++end;
        return end;
    }

    std::span<const std::int32_t> m_groups;
};

Split splitBy(const Rule& rule, std::int64_t count, const TrainingSettings& settings)
{
    Split split;
    Samples left(static_cast<std::size_t>(count));
    std::iota(left.begin(), left.end(), 0);
    if (const std::int64_t kept = shareOf(count, settings.test_fraction); kept > 0) {
        split.test = rule.taken(rule.ordered(left, {0, "test"}), kept);
        left = without(left, split.test);
    }
    const Draw draw{settings.seed, "split"};
    Samples order;
    if (settings.folds >= 2) {
        const auto which = static_cast<std::size_t>(std::clamp(settings.fold, std::int64_t{1}, settings.folds) - 1);
        split.validation = rule.fold(left, draw, which, static_cast<std::size_t>(settings.folds));
        order = rule.ordered(without(left, split.validation), draw);
    } else {
        order = rule.ordered(left, draw);
        split.validation = rule.taken(order, shareOf(count, settings.validation_fraction));
        order.erase(order.begin(), order.begin() + std::ssize(split.validation));
        if (!split.validation.empty())
            order = rule.rest(std::move(order), draw);
    }
    if (!order.empty()) {
        const std::int64_t trained = std::max<std::int64_t>(1, shareOf(std::ssize(order), settings.training_fraction));
        split.training = rule.taken(std::move(order), trained);
    }
    for (Samples* const part : {&split.training, &split.validation, &split.test})
        std::ranges::sort(*part);
    return split;
}

} // namespace

SampleFacts::SampleFacts(const Dataset& dataset) : count(dataset.sample_count), groups(dataset.groups)
{
    if (dataset.target_kind == TargetKind::Class)
        classes = dataset.targets.span();
}

SplitSizes splitSizesOf(const SampleFacts& samples, const TrainingSettings& settings)
{
    const bool by_groups = settings.split == groupedSplit && std::ssize(samples.groups) == samples.count;
    if (by_groups) {
        const Split split = splitOf(samples, settings);
        return {std::ssize(split.training), std::ssize(split.validation), std::ssize(split.test)};
    }
    SplitSizes sizes;
    sizes.test = shareOf(samples.count, settings.test_fraction);
    std::int64_t left = samples.count - sizes.test;
    sizes.validation = std::min(left, shareOf(samples.count, settings.validation_fraction));
    if (settings.folds >= 2) {
        const std::int64_t fold = std::clamp(settings.fold, std::int64_t{1}, settings.folds);
        sizes.validation = left / settings.folds + (fold <= left % settings.folds ? 1 : 0);
    }
    left -= sizes.validation;
    sizes.training = left < 1 ? 0 : std::max<std::int64_t>(1, shareOf(left, settings.training_fraction));
    return sizes;
}

Split splitOf(const SampleFacts& samples, const TrainingSettings& settings)
{
    if (settings.split == stratifiedSplit && std::ssize(samples.classes) == samples.count)
        return splitBy(StratifiedRule(samples.classes), samples.count, settings);
    if (settings.split == groupedSplit && std::ssize(samples.groups) == samples.count)
        return splitBy(GroupedRule(samples.groups), samples.count, settings);
    return splitBy(RandomRule(), samples.count, settings);
}

} // namespace ligature
