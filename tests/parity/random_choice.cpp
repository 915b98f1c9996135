// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/parity/random_choice.h"

#include <algorithm>
#include <cmath>

namespace ligature::parity {

namespace {

constexpr std::int64_t range = 4;

std::int64_t least(const AttributeSpec& spec)
{
    return std::isfinite(spec.minimum) ? static_cast<std::int64_t>(spec.minimum) : -2;
}

std::int64_t greatest(const AttributeSpec& spec)
{
    const std::int64_t small = least(spec) + range;
    return std::isfinite(spec.maximum) ? std::min(small, static_cast<std::int64_t>(spec.maximum)) : small;
}

} // namespace

Attributes Choice::attributes(std::span<const AttributeSpec> specs)
{
    Attributes drawn;
    for (const AttributeSpec& spec : specs) {
        if (spec.kind == AttributeKind::Text || spec.kind == AttributeKind::Path || chance(0.25))
            continue;
        drawn.set(spec.name, value(spec));
    }
    return drawn;
}

AttributeValue Choice::value(const AttributeSpec& spec)
{
    switch (spec.kind) {
    case AttributeKind::Boolean: return chance(0.5);
    case AttributeKind::Integer: return std::int64_t{integer(least(spec), greatest(spec))};
    case AttributeKind::Real: {
        const double usual = std::get<double>(spec.default_value);
        return std::clamp(usual * real(0.5, 1.5), spec.minimum, spec.maximum);
    }
    case AttributeKind::Choice: return of(spec.choices).value;
    case AttributeKind::Shape: {
        std::vector<std::int64_t> extents;
        const auto rank = static_cast<std::int64_t>(std::get<Shape>(spec.default_value).rank());
        for (std::int64_t axis = chance(0.7) ? rank : integer(1, 3); axis > 0; --axis)
            extents.push_back(integer(least(spec), greatest(spec)));
        return Shape(extents);
    }
    case AttributeKind::Text:
    case AttributeKind::Path: break;
    }
    return spec.default_value;
}

} // namespace ligature::parity
