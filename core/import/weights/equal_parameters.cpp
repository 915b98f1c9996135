// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/equal_parameters.h"

#include "core/tensor/equal_values.h"

namespace ligature {

std::vector<EqualParameters> equalParameters(const Network& network, const Weights& weights)
{
    std::vector<EqualParameters> pairs;
    std::vector<std::string> names; // By EqualValues' numbers.
    EqualValues before;
    for (const ParameterValues& parameter : weights.parameters) {
        if (network.parameters.at(parameter.parameter).state)
            continue;
        names.push_back(parameter.name);
        if (const auto match = before.add(parameter.shape, parameter.values))
            pairs.push_back({names[match->number], parameter.name, match->transposed});
    }
    return pairs;
}

std::string toString(const EqualParameters& pair)
{
    return "\"" + pair.first + "\" and \"" + pair.second + "\" are equal" +
           (pair.transposed ? ", one read transposed," : "") + " and could be tied.";
}

} // namespace ligature
