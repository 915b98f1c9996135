// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/import/weights/conversion_notes.h"
#include "core/import/weights/tensor_names.h"
#include "core/import/weights/weight_mapping.h"
#include "core/tying/alias_values.h"

namespace ligature {

namespace {

/// So many more entries than a file has values are looked at, to tell which parameters it gives in part.
constexpr std::int64_t slack = 1 << 20;

/// A name that a tensor may have, and what it then gives.
struct Wanted {
    std::size_t place; ///< among the parameters
    std::string name;
    Shape shape;
    View view; ///< how the parameter is read
    MappedBy by;
    std::vector<MappedTensor> given = {};
    std::vector<const NamedTensor*> tensors = {}; ///< in the same order
};

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
                m_whole_numbers.push_back(&tensor);
            }
        }
    }

    WeightMapping map()
    {
        for (const GraphParameter& parameter : m_graph.parameters)
            m_places.push_back({parameter.id, parameter.name, parameter.shape});
        listWanted();
        byName();
        byPrefix();
        bySpelling();
        fillAll();
        findUnfit();
        byShape();
        tellUnused();
        m_mapping.parameters = std::move(m_places);
        m_mapping.notes = conversionNotes(m_taken);
        Weights weights;
        for (const MappedParameter& place : m_mapping.parameters) {
            if (!place.isMissing())
                weights.parameters.push_back({place.parameter, place.name, place.shape, place.values});
        }
        m_mapping.equal = equalParameters(m_network, weights);
        return std::move(m_mapping);
    }

private:
    struct Filling {
        std::vector<float> values;
        std::vector<const NamedTensor*> from;     ///< which tensor gave each value
        std::set<const NamedTensor*> scaled = {}; ///< those whose values were divided by what a view multiplies by
    };

    /// A parameter's own name, and those of the slots that read it, each through its view.
    void listWanted()
    {
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            const MappedParameter& place = m_places[i];
            m_wanted.push_back({i, place.name, place.shape, {}, MappedBy::Name});
            for (const Slot& use : usesOf(m_network, place.parameter)) {
                const View& view = m_network.ties.at(use).view;
                std::string name = m_network.layers.at(use.layer).name + "." + use.slot;
                const Result<Shape> shape = outputShape(view, place.shape);
                if (shape && name != place.name)
                    m_wanted.push_back({i, std::move(name), *shape, view, MappedBy::Use});
            }
        }
        for (std::size_t i = 0; i < m_wanted.size(); ++i)
            m_by_name.emplace(m_wanted[i].name, i);
    }

    /// The first that has the name and the shape.
    Wanted* find(std::string_view name, const Shape& shape)
    {
        const auto [first, last] = m_by_name.equal_range(name);
        for (auto entry = first; entry != last; ++entry) {
            if (m_wanted[entry->second].shape == shape)
                return &m_wanted[entry->second];
        }
        return nullptr;
    }

    void give(Wanted& wanted, const NamedTensor& tensor, MappedBy by)
    {
        wanted.given.push_back({tensor.name, by});
        wanted.tensors.push_back(&tensor);
    }

    /// Those that have the very name, and those that have it behind what is known to be put before names. Of both, as
    /// neither may silently win over the other.
    void byName()
    {
        std::erase_if(m_left, [&](const NamedTensor* tensor) {
            for (const std::string_view name : withoutWrappers(tensor->name)) {
                if (Wanted* const wanted = find(name, tensor->shape)) {
                    give(*wanted, *tensor, name.size() == tensor->name.size() ? wanted->by : MappedBy::Prefix);
                    return true;
                }
            }
            return false;
        });
    }

    /// Of the prefixes that nobody knows, those behind which most of the names are that are still wanted.
    void byPrefix()
    {
        std::map<std::string_view, std::vector<std::pair<Wanted*, const NamedTensor*>>> found;
        for (const NamedTensor* const tensor : m_left) {
            const std::string_view name = tensor->name;
            for (auto at = name.find_first_of("./"); at != std::string_view::npos;
                 at = name.find_first_of("./", at + 1)) {
                Wanted* const wanted = find(name.substr(at + 1), tensor->shape);
                if (wanted != nullptr && wanted->given.empty())
                    found[name.substr(0, at)].emplace_back(wanted, tensor);
            }
        }
        std::size_t most = 1;
        for (const auto& [prefix, pairs] : found)
            most = std::max(most, pairs.size());
        for (const auto& [prefix, pairs] : found) {
            for (const auto& [wanted, tensor] : pairs) {
                if (pairs.size() == most && std::erase(m_left, tensor) == 1)
                    give(*wanted, *tensor, MappedBy::Prefix);
            }
        }
    }

    /// What a tensor may be meant to be called.
    [[nodiscard]] std::set<std::string> spellings(const NamedTensor& tensor) const
    {
        std::set<std::string> forms;
        for (const std::string_view name : withoutWrappers(tensor.name))
            forms.insert(plainName(name));
        if (const std::string_view rest = behindPrefix(tensor.name, m_common_prefix); !rest.empty())
            forms.insert(plainName(rest));
        return forms;
    }

    void bySpelling()
    {
        std::vector<std::string_view> names;
        for (const NamedTensor* const tensor : m_left)
            names.emplace_back(tensor->name);
        m_common_prefix = names.size() > 1 ? commonPrefix(names) : std::string_view();
        std::multimap<std::string, const NamedTensor*> spelled;
        for (const NamedTensor* const tensor : m_left) {
            for (const std::string& form : spellings(*tensor))
                spelled.emplace(form, tensor);
        }
        std::set<std::size_t> given; // Places that have what they need: nothing is guessed for their own name.
        for (const Wanted& wanted : m_wanted) {
            if (!wanted.given.empty())
                given.insert(wanted.place);
        }
        for (Wanted& wanted : m_wanted) {
            if (!wanted.given.empty() || (wanted.by == MappedBy::Name && given.contains(wanted.place)))
                continue;
            std::set<const NamedTensor*> found;
            const auto [first, last] = spelled.equal_range(plainName(wanted.name));
            for (auto tensor = first; tensor != last; ++tensor) {
                if (tensor->second->shape == wanted.shape)
                    found.insert(tensor->second);
            }
            if (found.size() == 1 && std::erase(m_left, *found.begin()) == 1)
                give(wanted, **found.begin(), MappedBy::Spelling);
        }
    }

    void fillAll()
    {
        for (std::size_t from = 0, to = 0; from < m_wanted.size(); from = to) {
            while (to < m_wanted.size() && m_wanted[to].place == m_wanted[from].place)
                ++to;
            MappedParameter& place = m_places[m_wanted[from].place];
            const std::span<const Wanted> wanted = std::span(m_wanted).subspan(from, to - from);
            // A network may say any size: what a file cannot fill, no memory is taken for.
            if (place.shape.elementCount() > m_values + slack ||
                std::ranges::all_of(wanted, [](const Wanted& one) { return one.given.empty(); }))
                continue;
            const auto size = static_cast<std::size_t>(place.shape.elementCount());
            Filling filling{.values = std::vector<float>(size), .from = std::vector<const NamedTensor*>(size)};
            for (const Wanted& one : wanted) {
                for (std::size_t i = 0; i < one.tensors.size(); ++i) {
                    checkTaken(*one.tensors[i]);
                    fill(place, filling, *one.tensors[i], one.view, one.given[i].by);
                    if (i > 0)
                        tellSameUse(one);
                }
            }
            if (std::ranges::find(filling.from, nullptr) == filling.from.end())
                place.values = std::move(filling.values);
        }
    }

    /// Of conflicts between two tensors that both have one name, that they have it.
    void tellSameUse(const Wanted& wanted)
    {
        for (TieConflict& conflict : m_mapping.conflicts) {
            const auto is_given = [&](const std::string& name) {
                return std::ranges::find(wanted.given, name, &MappedTensor::name) != wanted.given.end();
            };
            if (is_given(conflict.first) && is_given(conflict.second))
                conflict.use = wanted.name;
        }
    }

    void checkTaken(const NamedTensor& tensor)
    {
        m_taken.push_back(&tensor);
        if (m_mapping.not_finite)
            return;
        if (const Result<void> finite = checkFinite(tensor, {}); !finite)
            m_mapping.not_finite = finite.error();
    }

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

    /// Tensors that have a wanted name, and are of whole numbers or of another shape. Where a parameter has its values
    /// already, the name has to be the very one.
    void findUnfit()
    {
        std::multimap<std::string, const Wanted*> missing;
        std::multimap<std::string_view, const Wanted*> beside;
        for (const Wanted& wanted : m_wanted) {
            if (m_places[wanted.place].tensors.empty())
                missing.emplace(plainName(wanted.name), &wanted);
            else if (wanted.given.empty())
                beside.emplace(wanted.name, &wanted);
        }
        const auto find = [&](const NamedTensor& tensor) -> const Wanted* {
            for (const std::string_view name : withoutWrappers(tensor.name)) {
                if (const auto found = beside.find(name); found != beside.end())
                    return found->second;
            }
            for (const std::string& form : spellings(tensor)) {
                if (const auto found = missing.find(form); found != missing.end())
                    return found->second;
            }
            return nullptr;
        };
        for (const auto* const tensors : {&m_whole_numbers, &m_left}) {
            for (const NamedTensor* const tensor : *tensors) {
                const Wanted* const wanted = find(*tensor);
                if (wanted == nullptr)
                    continue;
                const std::string type = tensor->origin.type.empty() ? "I64" : tensor->origin.type;
                m_mapping.unfit.push_back({m_places[wanted->place].name, wanted->shape, tensor->name, tensor->shape,
                                           tensor->floats() == nullptr ? type : std::string()});
            }
        }
    }

    void byShape()
    {
        std::map<std::vector<std::int64_t>, std::vector<MappedParameter*>> wanting;
        for (MappedParameter& place : m_places) {
            // Where a tensor has the name and is none for it, another one is not taken in its stead.
            if (place.tensors.empty() &&
                std::ranges::find(m_mapping.unfit, place.name, &UnfitTensor::parameter) == m_mapping.unfit.end())
                wanting[place.shape.extents()].push_back(&place);
        }
        for (const auto& [extents, places] : wanting) {
            std::vector<const NamedTensor*> fitting;
            std::ranges::copy_if(m_left, std::back_inserter(fitting),
                                 [&](const NamedTensor* t) { return t->shape.extents() == extents; });
            if (places.size() != 1 || fitting.size() != 1)
                continue;
            checkTaken(*fitting.front());
            places.front()->tensors = {{fitting.front()->name, MappedBy::Shape}};
            places.front()->values = *fitting.front()->floats();
            std::erase(m_left, fitting.front());
        }
    }

    void tellUnused()
    {
        // One of whole numbers that a parameter's name is told of is told already.
        std::set<std::string_view> told;
        for (const UnfitTensor& tensor : m_mapping.unfit) {
            if (!tensor.whole_numbers.empty())
                told.insert(tensor.name);
        }
        for (const auto* const tensors : {&m_whole_numbers, &m_left}) {
            for (const NamedTensor* const tensor : *tensors) {
                if (!told.contains(tensor->name))
                    m_mapping.unused.push_back({tensor->name, tensor->shape});
            }
        }
    }

    const Network& m_network;
    const OperationGraph& m_graph;
    std::vector<const NamedTensor*> m_left; ///< those of floats that nothing has taken yet
    std::vector<const NamedTensor*> m_whole_numbers;
    std::vector<const NamedTensor*> m_taken;
    std::int64_t m_values = 0; ///< that the file holds
    std::vector<MappedParameter> m_places;
    std::vector<Wanted> m_wanted; ///< place by place
    std::multimap<std::string, std::size_t, std::less<>> m_by_name;
    std::string_view m_common_prefix;
    WeightMapping m_mapping;
};

} // namespace

WeightMapping mapWeights(const Network& network, const OperationGraph& graph, std::span<const NamedTensor> tensors)
{
    return Mapper(network, graph, tensors).map();
}

} // namespace ligature
