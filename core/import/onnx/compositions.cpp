// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/compositions.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/import/onnx/folding.h"

namespace ligature {

namespace {

using Numbers = std::vector<std::int64_t>;

/// Where activations are told apart.
constexpr double activationPoints[] = {-4.1, -2.9, -1.7, -0.6, 0.4, 1.3, 2.6, 4.3};

struct KnownActivation {
    const char* op;
    const char* approximate; ///< of Gelu
    double (*function)(double);
};

/// The activation that has those values there; null where it is none.
const KnownActivation* findActivation(const ReadNumbers& values)
{
    static const KnownActivation all[] = {
        {"Gelu", "", [](double x) { return 0.5 * x * (1 + std::erf(x / std::numbers::sqrt2)); }},
        {"Gelu", "tanh",
         [](double x) {
             return 0.5 * x * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
         }},
        {"Swish", "", [](double x) { return x / (1 + std::exp(-x)); }},
        {"Mish", "", [](double x) { return x * std::tanh(std::log1p(std::exp(x))); }},
        {"HardSwish", "", [](double x) { return x * std::clamp(x / 6 + 0.5, 0.0, 1.0); }},
        {"Softsign", "", [](double x) { return x / (1 + std::abs(x)); }},
        {"Softplus", "", [](double x) { return std::log1p(std::exp(x)); }}};
    if (values.values.size() != std::size(activationPoints))
        return nullptr;
    for (const KnownActivation& known : all) {
        bool is_same = true;
        for (std::size_t i = 0; i < values.values.size(); ++i) {
            const double expected = known.function(activationPoints[i]);
            is_same = is_same && std::abs(values.values[i] - expected) <= 2e-6 * std::max(1.0, std::abs(expected));
        }
        if (is_same)
            return &known;
    }
    return nullptr;
}

/// Looks for patterns among nodes, backwards from the last node of each.
class Composer {
public:
    explicit Composer(const OnnxModel& model) : m_nodes(model.nodes)
    {
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            for (const std::string& output : m_nodes[i].outputs)
                m_makers[output] = i;
            for (const std::string& input : m_nodes[i].inputs)
                m_readers[input].push_back(i);
        }
        for (const OnnxValue& output : model.outputs)
            m_given.insert(output.name);
        for (const OnnxInitializer& initializer : model.initializers)
            note(initializer.tensor.name, initializer.tensor);
        for (const OnnxNode& node : m_nodes) {
            if (node.outputs.empty())
                continue;
            // Equal tensors are stored once by some exporters, the others being their Identity.
            if (node.op == "Identity" && !node.inputs.empty() && m_stored.contains(node.inputs[0]))
                noteAlias(node.outputs[0], node.inputs[0]);
            if (node.op != "Constant")
                continue;
            for (const auto& [name, value] : node.attributes) {
                if (const auto* const tensor = std::get_if<NamedTensor>(&value))
                    note(node.outputs[0], *tensor);
                else if (const auto* const real = std::get_if<double>(&value))
                    m_reals[node.outputs[0]] = *real;
                else if (const auto* const list = std::get_if<Numbers>(&value))
                    m_lists[node.outputs[0]] = *list;
            }
        }
    }

    std::vector<OnnxNode> nodes()
    {
        for (std::size_t i = m_nodes.size(); i-- > 0;) {
            const std::string& op = m_nodes[i].op;
            if (m_nodes[i].domain.empty() && (op == "Mul" || op == "Div" || op == "Log"))
                activation(i);
        }
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            if (!m_nodes[i].domain.empty())
                continue; // What another's operator of that name computes is not known.
            if (m_nodes[i].op == "Div")
                normalization(i);
            else if (m_nodes[i].op == "Erf")
                weighedGelu(i);
            else if (m_nodes[i].op == "LayerNormalization")
                centring(m_nodes[i]);
            else if (m_nodes[i].op == "Conv" || m_nodes[i].op == "AveragePool")
                padding(m_nodes[i]);
        }
        std::vector<OnnxNode> all;
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            const auto own = m_inserted.find(i);
            if (own == m_inserted.end())
                all.push_back(std::move(m_nodes[i]));
            else
                std::ranges::move(own->second, std::back_inserter(all));
        }
        return all;
    }

private:
    void note(const std::string& name, const NamedTensor& tensor)
    {
        m_stored.insert(name);
        if (tensor.integers() != nullptr)
            m_lists[name] = *tensor.integers();
        if (tensor.floats() != nullptr && tensor.floats()->size() == 1)
            m_reals[name] = tensor.floats()->front();
        else if (tensor.integers() != nullptr && tensor.integers()->size() == 1)
            m_reals[name] = static_cast<double>(tensor.integers()->front());
    }

    void noteAlias(const std::string& name, const std::string& of)
    {
        m_stored.insert(name);
        if (const auto real = m_reals.find(of); real != m_reals.end())
            m_reals[name] = real->second;
        if (const auto list = m_lists.find(of); list != m_lists.end())
            m_lists[name] = list->second;
    }

    /// The node that makes the value, if it is of that operator and has that many inputs at least.
    const OnnxNode* maker(const std::string& value, std::string_view op, std::size_t inputs) const
    {
        const auto found = m_makers.find(value);
        if (found == m_makers.end())
            return nullptr;
        const OnnxNode& node = m_nodes[found->second];
        return node.op == op && node.domain.empty() && node.inputs.size() >= inputs ? &node : nullptr;
    }

    /// The only node that reads the value, if it is of that operator and the model does not give the value out.
    std::optional<std::size_t> reader(const std::string& value, std::string_view op) const
    {
        const auto found = m_readers.find(value);
        if (found == m_readers.end() || found->second.size() != 1 || m_given.contains(value))
            return std::nullopt;
        const OnnxNode& node = m_nodes[found->second.front()];
        return node.op == op && node.domain.empty() && node.inputs.size() == 2 && node.outputs.size() == 1
                   ? std::optional(found->second.front())
                   : std::nullopt;
    }

    bool isNear(const std::string& value, double number) const
    {
        const auto found = m_reals.find(value);
        return found != m_reals.end() && std::abs(found->second - number) <= 1e-5 * std::abs(number);
    }

    static const std::string& other(const OnnxNode& node, const std::string& one)
    {
        return node.inputs[0] == one ? node.inputs[1] : node.inputs[0];
    }

    /// What the node takes the mean of over the last axis, keeping it; nothing where it is no such mean.
    std::optional<std::string> meanOf(const std::string& value) const
    {
        const OnnxNode* const mean = maker(value, "ReduceMean", 1);
        if (mean == nullptr || !mean->attributes.contains("axes"))
            return std::nullopt;
        const auto* const axes = std::get_if<Numbers>(&mean->attributes.at("axes"));
        const auto keeps = mean->attributes.find("keepdims");
        if (axes == nullptr || *axes != Numbers{-1} ||
            (keeps != mean->attributes.end() && keeps->second != OnnxAttribute(std::int64_t{1})))
            return std::nullopt;
        return mean->inputs[0];
    }

    bool isSquareOf(const std::string& value, const std::string& what) const
    {
        if (const OnnxNode* const power = maker(value, "Pow", 2))
            return power->inputs[0] == what && isNear(power->inputs[1], 2);
        const OnnxNode* const product = maker(value, "Mul", 2);
        return product != nullptr && product->inputs[0] == what && product->inputs[1] == what;
    }

    /// (x - mean) / sqrt(mean of (x - mean)² + eps), times a stored scale, plus a stored bias.
    void normalization(std::size_t last)
    {
        if (m_nodes[last].inputs.size() != 2 || m_nodes[last].outputs.size() != 1)
            return;
        const std::string centred = m_nodes[last].inputs[0];
        const OnnxNode* const difference = maker(centred, "Sub", 2);
        const OnnxNode* const root = maker(m_nodes[last].inputs[1], "Sqrt", 1);
        const OnnxNode* const sum = root == nullptr ? nullptr : maker(root->inputs[0], "Add", 2);
        if (difference == nullptr || sum == nullptr)
            return;
        const std::string x = difference->inputs[0];
        const std::size_t at = m_reals.contains(sum->inputs[0]) ? 0 : 1;
        const auto epsilon = m_reals.find(sum->inputs[at]);
        const std::optional<std::string> square = meanOf(sum->inputs[1 - at]);
        if (epsilon == m_reals.end() || !square || !isSquareOf(*square, centred) || meanOf(difference->inputs[1]) != x)
            return;
        OnnxNode node{.op = "LayerNormalization",
                      .name = m_nodes[last].name,
                      .inputs = {x, ""},
                      .attributes = {{"axis", std::int64_t{-1}}, {"epsilon", epsilon->second}}};
        if (const auto scaled = reader(m_nodes[last].outputs[0], "Mul");
            scaled && m_stored.contains(other(m_nodes[*scaled], m_nodes[last].outputs[0]))) {
            node.inputs[1] = other(m_nodes[*scaled], m_nodes[last].outputs[0]);
            last = *scaled;
            if (const auto moved = reader(m_nodes[last].outputs[0], "Add");
                moved && m_stored.contains(other(m_nodes[*moved], m_nodes[last].outputs[0]))) {
                node.inputs.push_back(other(m_nodes[*moved], m_nodes[last].outputs[0]));
                last = *moved;
            }
        }
        replace(last, std::move(node));
    }

    /// The mean that is taken off before a normalization, which takes it off itself: Ligature's exports have that.
    void centring(OnnxNode& node)
    {
        const auto axis = node.attributes.find("axis");
        if (node.inputs.empty() || (axis != node.attributes.end() && axis->second != OnnxAttribute(std::int64_t{-1})))
            return;
        const OnnxNode* const difference = maker(node.inputs[0], "Sub", 2);
        if (difference != nullptr && meanOf(difference->inputs[1]) == difference->inputs[0])
            node.inputs[0] = difference->inputs[0];
    }

    /// x (1 + erf(x / √2)) / 2 with other factors between: what a folded batch normalization leaves of it.
    void weighedGelu(std::size_t erf)
    {
        if (m_nodes[erf].inputs.empty() || m_nodes[erf].outputs.empty())
            return;
        const std::string argument = m_nodes[erf].inputs[0];
        std::string x;
        if (const OnnxNode* const quotient = maker(argument, "Div", 2);
            quotient != nullptr && isNear(quotient->inputs[1], std::numbers::sqrt2))
            x = quotient->inputs[0];
        else if (const OnnxNode* const product = maker(argument, "Mul", 2); product != nullptr) {
            const std::size_t at = isNear(product->inputs[0], std::numbers::sqrt2 / 2) ? 0 : 1;
            if (isNear(product->inputs[at], std::numbers::sqrt2 / 2))
                x = product->inputs[1 - at];
        }
        const auto gate = reader(m_nodes[erf].outputs[0], "Add");
        if (x.empty() || !gate || !isNear(other(m_nodes[*gate], m_nodes[erf].outputs[0]), 1))
            return;
        std::size_t root = *gate;
        for (auto next = reader(m_nodes[root].outputs[0], "Mul"); next; next = reader(m_nodes[root].outputs[0], "Mul"))
            root = *next;
        std::vector<std::string> factors;
        double number = 2; // gelu(x) = x gate / 2
        collectFactors(m_nodes[root].outputs[0], m_nodes[*gate].outputs[0], factors, number, 0);
        const auto own = std::ranges::find(factors, x);
        if (root == *gate || own == factors.end())
            return;
        factors.erase(own);
        const std::string name = m_nodes[erf].name;
        const std::string base = m_nodes[root].outputs[0] + ".gelu";
        std::vector<OnnxNode> made = {{.op = "Gelu", .name = name, .inputs = {x}, .outputs = {base}}};
        std::string last = base;
        if (std::abs(number - 1) > 1e-5) {
            made.push_back(
                {.op = "Constant",
                 .outputs = {base + ".number"},
                 .attributes = {{"value", NamedTensor{"", Shape{}, std::vector{static_cast<float>(number)}}}}});
            factors.push_back(base + ".number");
        }
        for (const std::string& factor : factors) {
            const std::string next = base + "." + std::to_string(made.size());
            made.push_back({.op = "Mul", .name = name, .inputs = {last, factor}, .outputs = {next}});
            last = next;
        }
        made.back().outputs = {m_nodes[root].outputs[0]};
        m_inserted[root] = std::move(made);
    }

    /// What is multiplied to give the value, without the gate: single numbers together.
    void collectFactors(const std::string& value, const std::string& gate, std::vector<std::string>& factors,
                        double& number, int depth) const
    {
        constexpr int deepest = 8;
        if (value == gate)
            return;
        if (const auto real = m_reals.find(value); real != m_reals.end()) {
            number *= real->second;
            return;
        }
        const OnnxNode* const product = maker(value, "Mul", 2);
        const auto readers = m_readers.find(value);
        const bool is_inner = depth == 0 || (readers != m_readers.end() && readers->second.size() == 1);
        if (product == nullptr || !is_inner || depth == deepest) {
            factors.push_back(value);
            return;
        }
        collectFactors(product->inputs[0], gate, factors, number, depth + 1);
        collectFactors(product->inputs[1], gate, factors, number, depth + 1);
    }

    /// An activation that is taken apart: what the nodes before the last one make of one value, told by its numbers.
    void activation(std::size_t last)
    {
        if (m_nodes[last].outputs.size() != 1)
            return;
        std::vector<std::string> inner = {m_nodes[last].outputs[0]};
        for (std::size_t i = 0; i < inner.size() && inner.size() < 24; ++i) {
            const auto found = m_makers.find(inner[i]);
            if (found == m_makers.end() || !isElementwise(m_nodes[found->second]))
                continue;
            for (const std::string& input : m_nodes[found->second].inputs) {
                if (!input.empty() && !m_reals.contains(input) && std::ranges::find(inner, input) == inner.end())
                    inner.push_back(input);
            }
        }
        for (std::size_t i = 1; i < inner.size(); ++i) {
            std::map<std::string, ReadNumbers> known;
            known[inner[i]] = {.shape = Shape{std::ssize(activationPoints)},
                               .values = {std::begin(activationPoints), std::end(activationPoints)},
                               .batches = {},
                               .kind = ReadNumbers::Kind::Real};
            int left = 32;
            const ReadNumbers* const given = evaluated(m_nodes[last].outputs[0], known, left);
            const KnownActivation* const found = given == nullptr ? nullptr : findActivation(*given);
            if (found == nullptr)
                continue;
            OnnxNode node{.op = found->op, .name = m_nodes[last].name, .inputs = {inner[i]}};
            if (*found->approximate != '\0')
                node.attributes = {{"approximate", std::string(found->approximate)}};
            replace(last, std::move(node));
            return;
        }
    }

    static bool isElementwise(const OnnxNode& node)
    {
        static const std::set<std::string_view> all = {"Add", "Sub", "Mul",  "Div",  "Pow",      "Tanh",       "Erf",
                                                       "Exp", "Log", "Neg",  "Sqrt", "Sigmoid",  "Reciprocal", "Abs",
                                                       "Max", "Min", "Relu", "Clip", "Softplus", "HardSigmoid"};
        return node.domain.empty() && all.contains(node.op) && node.outputs.size() == 1;
    }

    /// The numbers of a value that nodes make of those that are known; null where something else comes in.
    const ReadNumbers* evaluated(const std::string& value, std::map<std::string, ReadNumbers>& known, int& left) const
    {
        if (const auto found = known.find(value); found != known.end())
            return &found->second;
        if (const auto real = m_reals.find(value); real != m_reals.end()) {
            return &(
                known[value] = {.shape = {}, .values = {real->second}, .batches = {}, .kind = ReadNumbers::Kind::Real});
        }
        const auto found = m_makers.find(value);
        if (found == m_makers.end() || !isElementwise(m_nodes[found->second]) || --left < 0)
            return nullptr;
        FoldedNode node{.node = m_nodes[found->second], .inputs = {}, .operator_set = 13};
        for (const std::string& input : node.node.inputs) {
            const ReadNumbers* const read = input.empty() ? nullptr : evaluated(input, known, left);
            if (read == nullptr && !input.empty())
                return nullptr;
            node.inputs.push_back(read);
        }
        auto result = foldedElementwise(node);
        return result ? &(known[value] = std::move(*result)) : nullptr;
    }

    /// Zeros that a node before puts around the image.
    void padding(OnnxNode& node)
    {
        const OnnxNode* const pad = node.inputs.empty() ? nullptr : maker(node.inputs[0], "Pad", 1);
        const bool names_axes = pad != nullptr && pad->inputs.size() > 3 && !pad->inputs[3].empty();
        if (pad == nullptr || names_axes || node.attributes.contains("auto_pad"))
            return;
        const auto attribute = [](const OnnxNode& of, const std::string& name) -> const Numbers* {
            const auto found = of.attributes.find(name);
            return found == of.attributes.end() ? nullptr : std::get_if<Numbers>(&found->second);
        };
        const Numbers* around = attribute(*pad, "pads");
        if (const auto list = pad->inputs.size() > 1 ? m_lists.find(pad->inputs[1]) : m_lists.end();
            list != m_lists.end())
            around = &list->second;
        const bool is_zero = pad->inputs.size() < 3 || pad->inputs[2].empty() || isZero(pad->inputs[2]);
        const auto mode = pad->attributes.find("mode");
        const bool is_constant =
            mode == pad->attributes.end() || mode->second == OnnxAttribute(std::string("constant"));
        if (around == nullptr || around->size() != 8 || !is_zero || !is_constant || pad->attributes.contains("value") ||
            std::ranges::any_of(*around, [](std::int64_t e) { return e < 0; }) || (*around)[0] != 0 ||
            (*around)[1] != 0 || (*around)[4] != 0 || (*around)[5] != 0)
            return;
        const Numbers* const own = attribute(node, "pads");
        const Numbers before = own == nullptr ? Numbers(4, 0) : *own;
        if (before.size() != 4 || (node.op == "AveragePool" && before != Numbers(4, 0)))
            return;
        Numbers pads(4);
        for (std::size_t side = 0; side < 4; ++side) {
            if (__builtin_add_overflow(before[side], (*around)[side < 2 ? side + 2 : side + 4], &pads[side]))
                return;
        }
        if (node.op == "AveragePool")
            node.attributes["count_include_pad"] = std::int64_t{1};
        node.attributes["pads"] = std::move(pads);
        node.inputs[0] = pad->inputs[0];
    }

    bool isZero(const std::string& value) const
    {
        const auto found = m_reals.find(value);
        return found != m_reals.end() && found->second == 0;
    }

    /// Its parts are read by nothing then, and so are not looked at.
    void replace(std::size_t place, OnnxNode node)
    {
        node.outputs = m_nodes[place].outputs;
        m_nodes[place] = std::move(node);
    }

    std::vector<OnnxNode> m_nodes;
    std::map<std::string, std::size_t> m_makers;
    std::map<std::string, std::vector<std::size_t>> m_readers;
    std::set<std::string> m_given;
    std::set<std::string> m_stored;
    std::map<std::string, double> m_reals;
    std::map<std::string, Numbers> m_lists;
    std::map<std::size_t, std::vector<OnnxNode>> m_inserted; ///< in place of nodes
};

} // namespace

std::vector<OnnxNode> composed(const OnnxModel& model)
{
    return Composer(model).nodes();
}

} // namespace ligature
