// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_facts.h"

#include <algorithm>
#include <cmath>

namespace ligature {

DataFacts factsOf(const Dataset& dataset)
{
    DataFacts facts{.name = dataset.name,
                    .sample_count = dataset.sample_count,
                    .feature_shape = dataset.feature_shape,
                    .columns = dataset.feature_columns,
                    .target_kind = dataset.target_kind,
                    .target_shape = dataset.target_shape,
                    .class_count = static_cast<std::int64_t>(dataset.class_names.size()),
                    .no_index = {},
                    .scaling = dataset.scaling};
    const auto values = dataset.features.span();
    const auto isIndex = [](float v) { return v >= 0 && v == std::floor(v); };
    const auto bad = std::ranges::find_if_not(values, isIndex);
    if (bad != values.end())
        facts.no_index = {(bad - values.begin()) / dataset.feature_shape.elementCount() + 1, *bad};
    else if (!values.empty())
        facts.largest_feature = *std::ranges::max_element(values);
    return facts;
}

} // namespace ligature
