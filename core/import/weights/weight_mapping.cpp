// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/weight_mapping.h"

#include <algorithm>

namespace ligature {

namespace {

/// A file may have very many.
std::string listed(const std::vector<std::string>& texts)
{
    constexpr std::size_t most = 20;
    std::string list;
    for (std::size_t i = 0; i < std::min(texts.size(), most); ++i)
        list.append(i == 0 ? "" : ", ").append(texts[i]);
    if (texts.size() > most)
        list.append(" and ").append(std::to_string(texts.size() - most)).append(" more");
    return list;
}

std::string whatConflicts(const TieConflict& conflict)
{
    const std::string both = "\"" + conflict.first + "\" and \"" + conflict.second + "\" ";
    const std::string apart =
        ", and their values differ by up to " + toString(AttributeValue(conflict.largest_difference));
    if (!conflict.use.empty())
        return both + "are both values for \"" + conflict.use + "\"" + apart;
    return both + "are tied in the project (both read \"" + conflict.parameter + "\")" + apart;
}

std::string mendOf(const TieConflict& conflict)
{
    return conflict.use.empty() ? "untie them in the project, or take one of the two out of the file"
                                : "take one of the two out of the file";
}

/// "\"W\" is of whole numbers (I64), \"V\" is 3 × 2 there, its transpose".
std::string whyUnfit(const std::vector<UnfitTensor>& unfit)
{
    std::vector<std::string> reasons;
    for (const UnfitTensor& tensor : unfit) {
        std::string reason = "\"" + tensor.name + "\" ";
        if (!tensor.whole_numbers.empty()) {
            reason += "holds whole numbers (" + tensor.whole_numbers + "), which are no weights";
        } else {
            reason += "is " + (tensor.shape.rank() == 0 ? "a scalar" : tensor.shape.toString()) + " in it instead of " +
                      tensor.wanted.toString();
            if (tensor.shape.rank() == 2 && tensor.shape.reversed() == tensor.wanted)
                reason += " (transposed)";
        }
        reasons.push_back(std::move(reason));
    }
    return reasons.empty() ? "" : listed(reasons);
}

std::string mendOf(const std::vector<UnfitTensor>& unfit)
{
    if (!unfit.empty() && std::ranges::all_of(unfit, [](const UnfitTensor& t) { return !t.whole_numbers.empty(); }))
        return "save them as floats of 32 bits (F32), scaled back where they were quantized";
    if (!unfit.empty() && std::ranges::all_of(unfit, [](const UnfitTensor& t) {
            return t.whole_numbers.empty() && t.shape.rank() == 2 && t.shape.reversed() == t.wanted;
        }))
        return "transpose them, or draw the network that they are of";
    return "give the tensors the parameters' names, or draw the network that they are of";
}

} // namespace

std::string toString(MappedBy by)
{
    constexpr const char* names[] = {"name", "use", "name behind a prefix", "spelling", "shape"};
    return names[static_cast<std::size_t>(by)];
}

std::string toString(std::span<const UnusedTensor> unused)
{
    std::vector<std::string> texts;
    for (const UnusedTensor& tensor : unused)
        texts.push_back("\"" + tensor.name + "\" (" + tensor.shape.toString() + ")");
    return listed(texts);
}

Result<Weights> WeightMapping::weights(const std::string& where) const
{
    if (not_finite)
        return fail(where, not_finite->what, not_finite->mend);
    if (!conflicts.empty())
        return fail(where, whatConflicts(conflicts.front()), mendOf(conflicts.front()));
    std::vector<std::string> missing;
    Weights weights;
    for (const MappedParameter& place : parameters) {
        if (place.isMissing()) {
            missing.push_back("\"" + place.name + "\" (" + place.shape.toString() +
                              (place.tensors.empty() ? ")" : ", there in part)"));
        }
        weights.parameters.push_back({place.parameter, place.name, place.shape, place.values});
    }
    if (missing.empty() && unfit.empty())
        return weights;
    // One that fits beside another of the same tie that does not: whose values are meant nobody can tell.
    if (missing.empty())
        return fail(where, whyUnfit(unfit) + ", and it reads what other tensors give", mendOf(unfit));
    return fail(where,
                "it has no values for " + listed(missing) + (unfit.empty() ? "" : ": " + whyUnfit(unfit)) +
                    (unused.empty() ? "" : "; nothing takes " + toString(std::span(unused))),
                mendOf(unfit));
}

} // namespace ligature
