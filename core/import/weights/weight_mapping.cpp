// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/weights/weight_mapping.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/tying/alias_values.h"

namespace ligature {

namespace {

/// So many more entries than a file has values are looked at, to tell which parameters it gives in part.
constexpr std::int64_t slack = 1 << 20;

/// A name without what people write in different ways: "Encoder/weight_0" and "encoder.weight0".
std::string plain(std::string_view name)
{
    std::string text;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z')
            text += static_cast<char>(c - 'A' + 'a');
        else if (c != '.' && c != '/' && c != '_' && c != '-' && c != ' ' && c != ':')
            text += c;
    }
    return text;
}

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

class Mapper {
public:
    Mapper(const Network& network, const OperationGraph& graph, std::span<const NamedTensor> tensors)
        : m_network(network), m_graph(graph)
    {
        for (const NamedTensor& tensor : tensors) {
            if (tensor.floats() != nullptr) {
                m_left.push_back(&tensor);
                m_values += tensor.shape.elementCount();
            } else {
                m_mapping.unused.push_back({tensor.name, tensor.shape});
            }
        }
    }

    WeightMapping map()
    {
        for (const GraphParameter& parameter : m_graph.parameters)
            m_places.push_back({parameter.id, parameter.name, parameter.shape});
        byName();
        bySpelling();
        byShape();
        for (const NamedTensor* const tensor : m_left)
            m_mapping.unused.push_back({tensor->name, tensor->shape});
        m_mapping.parameters = std::move(m_places);
        Weights weights;
        for (const MappedParameter& place : m_mapping.parameters) {
            if (!place.isMissing())
                weights.parameters.push_back({place.parameter, place.name, place.shape, place.values});
        }
        m_mapping.equal = equalParameters(m_network, weights);
        return std::move(m_mapping);
    }

private:
    /// Takes the tensor of that name and shape out of those that are left.
    const NamedTensor* take(const std::string& name, const Shape& shape)
    {
        const auto found =
            std::ranges::find_if(m_left, [&](const NamedTensor* t) { return t->name == name && t->shape == shape; });
        if (found == m_left.end())
            return nullptr;
        const NamedTensor* const tensor = *found;
        m_left.erase(found);
        return tensor;
    }

    /// By its own name, and by those of the slots that read it, each through its view.
    void byName()
    {
        for (MappedParameter& place : m_places) {
            // A network may say any size: what a file cannot fill, no memory is taken for.
            if (place.shape.elementCount() > m_values + slack)
                continue;
            const auto size = static_cast<std::size_t>(place.shape.elementCount());
            Filling filling{.values = std::vector<float>(size), .from = std::vector<const NamedTensor*>(size)};
            if (const NamedTensor* const tensor = take(place.name, place.shape))
                fill(place, filling, *tensor, {}, MappedBy::Name);
            for (const Slot& use : usesOf(m_network, place.parameter)) {
                const View& view = m_network.ties.at(use).view;
                const std::string name = m_network.layers.at(use.layer).name + "." + use.slot;
                const Result<Shape> shape = outputShape(view, place.shape);
                const NamedTensor* const tensor = shape ? take(name, *shape) : nullptr;
                if (tensor != nullptr)
                    fill(place, filling, *tensor, view, MappedBy::Use);
            }
            const bool is_whole = std::ranges::find(filling.from, nullptr) == filling.from.end();
            if (is_whole && !place.tensors.empty())
                place.values = std::move(filling.values);
        }
    }

    struct Filling {
        std::vector<float> values;
        std::vector<const NamedTensor*> from;     ///< which tensor gave each value
        std::set<const NamedTensor*> scaled = {}; ///< those whose values were divided by what a view multiplies by
    };

    /// The values behind a view of the parameter; where there is one already, they have to agree.
    void fill(MappedParameter& place, Filling& filling, const NamedTensor& tensor, const View& view, MappedBy by)
    {
        place.tensors.push_back({tensor.name, by});
        const LinearRead places = read(view, place.shape);
        if (!places.coefficient.empty())
            filling.scaled.insert(&tensor);
        std::vector<std::pair<const NamedTensor*, double>> differing; // Few, and in the order of the places.
        for (std::size_t i = 0; i < places.index.size(); ++i) {
            const auto at = static_cast<std::size_t>(places.index[i]);
            const double coefficient = places.coefficient.empty() ? 1.0 : places.coefficient[i];
            const float seen = (*tensor.floats())[i];
            if (filling.from[at] == nullptr && coefficient != 0.0) {
                filling.from[at] = &tensor;
                filling.values[at] = coefficient == 1.0 ? seen : static_cast<float>(seen / coefficient);
                continue;
            }
            const float known =
                coefficient == 1.0 ? filling.values[at] : static_cast<float>(coefficient) * filling.values[at];
            const bool is_rounded = !places.coefficient.empty() || filling.scaled.contains(filling.from[at]);
            const bool is_same = known == seen || (std::isnan(known) && std::isnan(seen));
            if (!is_same && !(is_rounded && agreeButForRounding(known, seen))) {
                const double apart = std::abs(static_cast<double>(known) - static_cast<double>(seen));
                auto with = std::ranges::find(differing, filling.from[at], [](const auto& pair) { return pair.first; });
                if (with == differing.end())
                    with = differing.insert(differing.end(), {filling.from[at], 0.0});
                with->second = std::isnan(apart) ? apart : std::max(with->second, apart);
            }
        }
        for (const auto& [other, largest] : differing) {
            if (other != nullptr)
                m_mapping.conflicts.push_back({place.name, other->name, tensor.name, largest});
        }
    }

    void give(MappedParameter& place, const NamedTensor& tensor, MappedBy by)
    {
        place.tensors = {{tensor.name, by}};
        place.values = *tensor.floats();
        std::erase(m_left, &tensor);
    }

    void bySpelling()
    {
        std::multimap<std::string, const NamedTensor*> spelled;
        for (const NamedTensor* const tensor : m_left)
            spelled.emplace(plain(tensor->name), tensor);
        for (MappedParameter& place : m_places) {
            if (!place.tensors.empty())
                continue;
            std::set<std::string> names = {plain(place.name)};
            for (const Slot& use : usesOf(m_network, place.parameter)) {
                if (m_network.ties.at(use).view.empty())
                    names.insert(plain(m_network.layers.at(use.layer).name + use.slot));
            }
            std::vector<const NamedTensor*> found;
            for (const std::string& name : names) {
                const auto [first, last] = spelled.equal_range(name);
                for (auto tensor = first; tensor != last; ++tensor) {
                    if (tensor->second->shape == place.shape)
                        found.push_back(tensor->second);
                }
            }
            if (found.size() == 1 && std::ranges::find(m_left, found.front()) != m_left.end())
                give(place, *found.front(), MappedBy::Spelling);
        }
    }

    void byShape()
    {
        std::map<std::vector<std::int64_t>, std::vector<MappedParameter*>> wanting;
        for (MappedParameter& place : m_places) {
            if (place.tensors.empty())
                wanting[place.shape.extents()].push_back(&place);
        }
        for (const auto& [extents, places] : wanting) {
            std::vector<const NamedTensor*> fitting;
            std::ranges::copy_if(m_left, std::back_inserter(fitting),
                                 [&](const NamedTensor* t) { return t->shape.extents() == extents; });
            if (places.size() == 1 && fitting.size() == 1)
                give(*places.front(), *fitting.front(), MappedBy::Shape);
        }
    }

    const Network& m_network;
    const OperationGraph& m_graph;
    std::vector<const NamedTensor*> m_left;
    std::int64_t m_values = 0; ///< that the file holds
    std::vector<MappedParameter> m_places;
    WeightMapping m_mapping;
};

} // namespace

std::string toString(MappedBy by)
{
    constexpr const char* names[] = {"name", "use", "spelling", "shape"};
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
    if (!conflicts.empty()) {
        const TieConflict& conflict = conflicts.front();
        return fail(where,
                    "\"" + conflict.first + "\" and \"" + conflict.second + "\" are tied in the project (both read \"" +
                        conflict.parameter + "\"), and their values differ by up to " +
                        toString(AttributeValue(conflict.largest_difference)),
                    "untie them in the project, or take one of the two out of the file");
    }
    std::vector<std::string> missing;
    Weights weights;
    for (const MappedParameter& place : parameters) {
        if (place.isMissing()) {
            missing.push_back("\"" + place.name + "\" (" + place.shape.toString() +
                              (place.tensors.empty() ? ")" : ", there in part)"));
        }
        weights.parameters.push_back({place.parameter, place.name, place.shape, place.values});
    }
    if (missing.empty())
        return weights;
    return fail(where,
                "it has no values for " + listed(missing) +
                    (unused.empty() ? "" : "; nothing takes " + toString(std::span(unused))),
                "give the tensors the parameters' names, or draw the network that they are of");
}

WeightMapping mapWeights(const Network& network, const OperationGraph& graph, std::span<const NamedTensor> tensors)
{
    return Mapper(network, graph, tensors).map();
}

} // namespace ligature
