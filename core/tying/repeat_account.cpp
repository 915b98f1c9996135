// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/repeat_account.h"

#include <limits>

namespace ligature {

namespace {

void add(std::int64_t& sum, std::int64_t value, std::int64_t times = 1)
{
    std::int64_t product = 0;
    if (__builtin_mul_overflow(value, times, &product) || __builtin_add_overflow(sum, product, &sum))
        sum = std::numeric_limits<std::int64_t>::max();
}

} // namespace

RepeatAccount accountOf(const Network& network, const Analysis& analysis, const Account& account, RepeatId repeat)
{
    RepeatAccount result;
    const auto found = network.repeats.find(repeat);
    if (found == network.repeats.end())
        return result;
    const Repeat& repeated = found->second;
    for (const ParameterAccount& entry : account.parameters) {
        bool any_inside = false;
        bool all_inside = true;
        std::int64_t inside = 0;
        for (const UseAccount& use : entry.reads) {
            if (repeated.layers.contains(use.slot.layer)) {
                any_inside = true;
                add(inside, use.values);
            } else {
                all_inside = false;
            }
        }
        const auto shape = analysis.parameters.find(entry.parameter);
        if (!any_inside || shape == analysis.parameters.end())
            continue;
        const std::int64_t size = shape->second.shape.elementCount();
        add(result.tied, entry.tied);
        add(result.untied, all_inside ? entry.untied : inside);
        add(result.shared, size);
        add(result.own, size, all_inside ? repeated.count : 1);
    }
    return result;
}

} // namespace ligature
