// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/arrangement.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "core/layers/layer_type.h"
#include "core/network/declared.h"

namespace ligature {

namespace {

constexpr double columnGap = 100;
constexpr double rowGap = 60;
constexpr double parameterDrop = 80;
constexpr double parameterGap = 40;
constexpr double gridStep = 20;
constexpr int sweeps = 4;

/// Where a wire meets a box; at its top where a file names a port that the layer's type does not have.
double place(const std::map<std::string, double>& places, const std::string& name)
{
    const auto found = places.find(name);
    return found == places.end() ? 0 : found->second;
}

double onGrid(double value)
{
    return std::round(value / gridStep) * gridStep;
}

/// One layout in the making.
class Arrangement {
public:
    Arrangement(const Network& network, const NodeBoxes& boxes) : m_network(network), m_boxes(boxes) {}

    Canvas run()
    {
        findColumns();
        sortColumns();
        placeColumns();
        for (int sweep = 0; sweep < sweeps; ++sweep)
            levelRows(sweep % 2 == 0);
        levelRows(true);
        for (const auto& [id, repeat] : m_network.repeats)
            clearFrame(repeat);
        for (auto& [id, position] : m_canvas.layers)
            position.y = onGrid(position.y);
        placeParameters();
        return std::move(m_canvas);
    }

private:
    struct Neighbour {
        LayerId layer;
        double own_y = 0;   ///< of the link's end at this layer
        double other_y = 0; ///< of its end at the neighbour
    };

    void findColumns()
    {
        for (const auto& [input, output] : m_network.links) {
            const double from = place(m_boxes.layers.at(output.layer).output_y, output.port);
            const double to = place(m_boxes.layers.at(input.layer).input_y, input.port);
            m_feeding[input.layer].push_back({output.layer, to, from});
            m_fed[output.layer].push_back({input.layer, from, to});
        }
        std::set<LayerId> open;
        for (const auto& [id, layer] : m_network.layers)
            columnOf(id, open);
        // What nothing feeds stands right before what it feeds, and not at the far left.
        for (auto& [id, column] : m_column) {
            if (m_feeding[id].empty() && !m_fed[id].empty()) {
                int first = m_column.at(m_fed[id].front().layer);
                for (const Neighbour& reader : m_fed[id])
                    first = std::min(first, m_column.at(reader.layer));
                column = std::max(0, first - 1);
            }
        }
        for (const auto& [id, column] : m_column) {
            m_columns.resize(std::max(m_columns.size(), std::size_t(column) + 1));
            m_columns[std::size_t(column)].push_back(id);
        }
    }

    int columnOf(LayerId id, std::set<LayerId>& open)
    {
        if (const auto known = m_column.find(id); known != m_column.end())
            return known->second;
        if (!open.insert(id).second)
            return 0;
        int column = 0;
        for (const Neighbour& source : m_feeding[id])
            column = std::max(column, columnOf(source.layer, open) + 1);
        open.erase(id);
        return m_column[id] = column;
    }

    /// Each column by the middle of its neighbours' places, to and fro, so that few links cross.
    void sortColumns()
    {
        std::map<LayerId, double> row_of;
        const auto number = [&](const std::vector<LayerId>& column) {
            for (std::size_t row = 0; row < column.size(); ++row)
                row_of[column[row]] = double(row);
        };
        std::ranges::for_each(m_columns, number);
        const auto sort = [&](std::vector<LayerId>& column, std::map<LayerId, std::vector<Neighbour>>& neighbours) {
            std::map<LayerId, double> wish;
            for (const LayerId id : column) {
                const std::vector<Neighbour>& others = neighbours[id];
                double sum = 0;
                for (const Neighbour& other : others)
                    sum += row_of.at(other.layer) + other.other_y * 1e-4;
                wish[id] = others.empty() ? row_of.at(id) : sum / double(others.size());
            }
            std::ranges::stable_sort(column, {}, [&](LayerId id) { return wish.at(id); });
            number(column);
        };
        for (int sweep = 0; sweep < sweeps; ++sweep) {
            for (std::vector<LayerId>& column : m_columns)
                sort(column, m_feeding);
            for (auto column = m_columns.rbegin(); column != m_columns.rend(); ++column)
                sort(*column, m_fed);
        }
    }

    void placeColumns()
    {
        double x = 0;
        for (const std::vector<LayerId>& column : m_columns) {
            double width = 0;
            double y = 0;
            for (const LayerId id : column) {
                const NodeBox& box = m_boxes.layers.at(id);
                m_canvas.layers[id] = {x, y};
                y += box.height + rowGap;
                width = std::max(width, box.width);
            }
            x += std::ceil((width + columnGap) / gridStep) * gridStep;
        }
    }

    /// Moves each layer level with those that feed it (or that it feeds), keeping order and gaps in its column.
    void levelRows(bool forwards)
    {
        const auto level = [&](const std::vector<LayerId>& column) {
            std::vector<double> wish;
            for (const LayerId id : column) {
                const std::vector<Neighbour>& others = forwards ? m_feeding[id] : m_fed[id];
                double sum = 0;
                for (const Neighbour& other : others)
                    sum += m_canvas.layers.at(other.layer).y + other.other_y - other.own_y;
                wish.push_back(others.empty() ? m_canvas.layers.at(id).y : sum / double(others.size()));
            }
            // Pushed down by those above, then all of them back up by what that cost on average.
            std::vector<double> y = wish;
            for (std::size_t i = 1; i < column.size(); ++i)
                y[i] = std::max(y[i], y[i - 1] + m_boxes.layers.at(column[i - 1]).height + rowGap);
            double excess = 0;
            for (std::size_t i = 0; i < column.size(); ++i)
                excess += (y[i] - wish[i]) / double(column.size());
            for (std::size_t i = 0; i < column.size(); ++i)
                m_canvas.layers.at(column[i]).y = y[i] - excess;
        };
        if (forwards)
            std::ranges::for_each(m_columns, level);
        else
            std::for_each(m_columns.rbegin(), m_columns.rend(), level);
    }

    /// Moves what lies within a repeat's frame, and is not of it, below it, with what is below that in its column.
    void clearFrame(const Repeat& repeat)
    {
        constexpr double far = std::numeric_limits<double>::max();
        double left = far;
        double top = far;
        double right = -far;
        double bottom = -far;
        for (const LayerId id : repeat.layers) {
            const CanvasPosition& place = m_canvas.layers.at(id);
            const NodeBox& box = m_boxes.layers.at(id);
            left = std::min(left, place.x - repeatFrameMargin);
            top = std::min(top, place.y - repeatFrameTop);
            right = std::max(right, place.x + box.width + repeatFrameMargin);
            bottom = std::max(bottom, place.y + box.height + repeatFrameMargin);
        }
        for (const std::vector<LayerId>& column : m_columns) {
            double down = 0;
            for (const LayerId id : column) {
                if (repeat.layers.contains(id))
                    continue;
                CanvasPosition& place = m_canvas.layers.at(id);
                const NodeBox& box = m_boxes.layers.at(id);
                place.y += down;
                const bool within =
                    place.x < right && place.x + box.width > left && place.y < bottom && place.y + box.height > top;
                if (!within)
                    continue;
                down += bottom + rowGap - place.y;
                place.y = bottom + rowGap;
            }
        }
    }

    void placeParameters()
    {
        double lowest = 0;
        for (const auto& [id, position] : m_canvas.layers)
            lowest = std::max(lowest, position.y + m_boxes.layers.at(id).height);
        struct Wish {
            ParameterId id;
            double x = 0;
            double y = 0;
        };
        std::vector<Wish> wishes;
        for (const auto& [id, box] : m_boxes.parameters) {
            const std::vector<Slot> uses = usesOf(m_network, id);
            if (uses.empty()) {
                wishes.push_back({id, 0, lowest + parameterDrop});
                continue;
            }
            double sum = 0;
            double left = std::numeric_limits<double>::max();
            double right = std::numeric_limits<double>::lowest();
            for (const Slot& use : uses) {
                const double x = m_canvas.layers.at(use.layer).x + place(m_boxes.layers.at(use.layer).slot_x, use.slot);
                sum += x;
                left = std::min(left, x);
                right = std::max(right, x);
            }
            // Below everything between its uses, so that no tie runs behind a layer.
            double bottom = std::numeric_limits<double>::lowest();
            for (const auto& [layer, position] : m_canvas.layers) {
                const NodeBox& other = m_boxes.layers.at(layer);
                if (position.x < right + box.width / 2 && position.x + other.width > left - box.width / 2)
                    bottom = std::max(bottom, position.y + other.height);
            }
            wishes.push_back({id, sum / double(uses.size()) - box.width / 2, bottom + parameterDrop});
        }
        std::ranges::stable_sort(wishes, {}, &Wish::x);
        double free_from = std::numeric_limits<double>::lowest();
        for (const Wish& wish : wishes) {
            const double x = std::max(onGrid(wish.x), free_from);
            m_canvas.parameters[wish.id] = {x, onGrid(wish.y)};
            free_from = x + m_boxes.parameters.at(wish.id).width + parameterGap;
        }
    }

    const Network& m_network;
    const NodeBoxes& m_boxes;
    Canvas m_canvas;
    std::map<LayerId, std::vector<Neighbour>> m_feeding;
    std::map<LayerId, std::vector<Neighbour>> m_fed;
    std::map<LayerId, int> m_column;
    std::vector<std::vector<LayerId>> m_columns;
};

} // namespace

NodeBoxes typicalBoxes(const Network& network)
{
    constexpr double smallest = 140;
    constexpr double letter = 8;
    constexpr double padding = 40;
    constexpr double header = 60;
    constexpr double port = 30;
    constexpr double row = 20;
    constexpr double slots_height = 48;
    constexpr double slot_width = 60;
    NodeBoxes boxes;
    for (const auto& [id, layer] : network.layers) {
        NodeBox& box = boxes.layers[id];
        const std::optional<DeclaredLayer> known = declared(network, id);
        const auto inputs = known ? known->type->inputs(known->attributes) : std::vector<PortSpec>();
        const auto outputs = known ? known->type->outputs(known->attributes) : std::vector<PortSpec>();
        const std::vector<SlotSpec> slots = slotsOf(network, id);
        for (std::size_t i = 0; i < inputs.size(); ++i)
            box.input_y[inputs[i].name] = port + row * double(i);
        for (std::size_t i = 0; i < outputs.size(); ++i)
            box.output_y[outputs[i].name] = port + row * double(i);
        for (std::size_t i = 0; i < slots.size(); ++i)
            box.slot_x[slots[i].name] = slot_width * (double(i) + 0.5);
        const std::size_t rows = std::max({inputs.size(), outputs.size(), std::size_t{1}});
        box.width =
            std::max({smallest, letter * double(layer.name.size()) + padding, slot_width * double(slots.size())});
        box.height = header + row * double(rows - 1) + (slots.empty() ? 0 : slots_height);
    }
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared)
            boxes.parameters[id] = {std::max(smallest + padding, letter * double(parameter.name.size()) + padding),
                                    header};
    }
    return boxes;
}

Canvas arranged(const Network& network, const NodeBoxes& boxes)
{
    return Arrangement(network, boxes).run();
}

CanvasPosition placeBelow(const Canvas& canvas, const std::vector<LayerId>& layers)
{
    constexpr double apart = 220;
    CanvasPosition place;
    double lowest = std::numeric_limits<double>::lowest();
    for (const LayerId layer : layers) {
        const auto known = canvas.layers.find(layer);
        const CanvasPosition at = known == canvas.layers.end() ? CanvasPosition{} : known->second;
        place.x += at.x / double(layers.size());
        lowest = std::max(lowest, at.y);
    }
    place = {onGrid(place.x), lowest + apart};
    const auto is_taken = [&] {
        return std::ranges::any_of(canvas.parameters, [&](const auto& entry) {
            return std::abs(entry.second.x - place.x) < apart && std::abs(entry.second.y - place.y) < apart / 2;
        });
    };
    for (std::size_t tries = 0; is_taken() && tries <= canvas.parameters.size(); ++tries)
        place.x += apart;
    return place;
}

} // namespace ligature
