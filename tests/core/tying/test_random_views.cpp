// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/tensor/random_stream.h"
#include "core/tying/twin.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_random_views {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr int networkCount = 800;
constexpr std::int64_t batch = 3;
constexpr std::int64_t mostElements = 1500;

/// Seeded choices.
class Dice {
public:
    explicit Dice(int seed) : m_random(static_cast<std::uint64_t>(seed), "random views") {}
    std::int64_t below(std::int64_t limit)
    {
        return static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(limit));
    }
    std::int64_t from(std::int64_t least, std::int64_t most) { return least + below(most - least + 1); }
    template <typename T>
    T of(std::initializer_list<T> choices)
    {
        return choices.begin()[below(static_cast<std::int64_t>(choices.size()))];
    }
    RandomStream& stream() { return m_random; }

private:
    RandomStream m_random;
};

std::int64_t anyExtent(Dice& dice)
{
    return dice.of<std::int64_t>({1, 2, 3, 4, 5, 6, 8, 16, 16, 32});
}

Shape anyShape(Dice& dice, std::int64_t axes, std::int64_t largest)
{
    std::vector<std::int64_t> extents(static_cast<std::size_t>(axes));
    do {
        std::ranges::generate(extents, [&] { return anyExtent(dice); });
    } while (Shape(extents).elementCount() > largest);
    return Shape(extents);
}

/// From the front, or as Python counts from the end.
std::int64_t counted(Dice& dice, std::int64_t place, std::int64_t extent)
{
    return dice.below(3) == 0 ? place - extent : place;
}

Attributes anySlice(Dice& dice, const Shape& shape, std::int64_t axis)
{
    const std::int64_t extent = shape[static_cast<std::size_t>(axis)];
    const std::int64_t start = dice.below(2) == 0 ? 0 : dice.below(extent);
    const std::int64_t stop = dice.from(start + 1, extent);
    return {{"axis", counted(dice, axis, static_cast<std::int64_t>(shape.rank()))},
            {"start", counted(dice, start, extent)},
            {"stop", stop == extent ? std::int64_t{0} : counted(dice, stop, extent)},
            {"step", dice.of<std::int64_t>({1, 1, 1, 2, 3})}};
}

Shape anyFactors(Dice& dice, std::int64_t count)
{
    std::vector<std::int64_t> extents = {count};
    for (std::int64_t i = dice.below(3); i > 0; --i) {
        const std::int64_t factor = dice.of<std::int64_t>({1, 2, 3, 4, 5});
        if (extents.back() % factor != 0)
            continue;
        extents.back() /= factor;
        extents.insert(extents.begin(), factor);
    }
    if (dice.below(3) == 0)
        extents[static_cast<std::size_t>(dice.below(static_cast<std::int64_t>(extents.size())))] = -1;
    return Shape(extents);
}

/// A step that may not fit: then another is tried.
ViewStep anyStep(Dice& dice, const Shape& shape)
{
    const auto rank = static_cast<std::int64_t>(shape.rank());
    const auto kind = static_cast<std::size_t>(dice.below(std::ssize(viewTypes())));
    const std::string type = dice.below(4) == 0 ? dice.of({std::string("slice"), std::string("transpose")})
                                                : viewTypes()[kind]->name(); // Most ways to read begin so.
    const std::int64_t axis = rank == 0 ? 0 : dice.below(rank);
    if (type == "permute") {
        std::vector<std::int64_t> axes(shape.rank());
        std::iota(axes.begin(), axes.end(), 0);
        std::shuffle(axes.begin(), axes.end(), dice.stream());
        return {type, {{"axes", Shape(axes)}}};
    }
    if (type == "slice" && rank > 0)
        return {type, anySlice(dice, shape, axis)};
    if (type == "index" && rank > 0) {
        const std::int64_t extent = shape[static_cast<std::size_t>(axis)];
        return {type, {{"axis", axis}, {"position", counted(dice, dice.below(extent), extent)}}};
    }
    if (type == "reshape")
        return {type, {{"shape", anyFactors(dice, shape.elementCount())}}};
    if (type == "scale")
        return {type, {{"factor", dice.of({0.5, -1.0, 0.3, -0.7})}}};
    if (type == "broadcast") {
        return {type,
                {{"axis", counted(dice, dice.below(rank + 1), rank + 1)},
                 {"extent", anyExtent(dice)},
                 {"new_axis", dice.below(2) == 0}}};
    }
    if (type == "tile")
        return {type, {{"axis", axis}, {"times", dice.from(1, 4)}}};
    if (type == "flip")
        return {type, {{"axis", counted(dice, axis, std::max<std::int64_t>(rank, 1))}}};
    if (type == "rotate90")
        return {type, {{"turns", dice.from(-3, 3)}}};
    if (type == "gather" && rank > 0) {
        std::vector<std::int64_t> positions(static_cast<std::size_t>(dice.from(1, 5)));
        for (std::int64_t& position : positions)
            position = dice.below(shape[static_cast<std::size_t>(axis)]);
        return {type, {{"axis", axis}, {"positions", Shape(positions)}}};
    }
    if (type == "mask") {
        return {type,
                {{"pattern", dice.of({std::string("lower"), std::string("upper"), std::string("blocks")})},
                 {"diagonal", dice.from(-2, 2)},
                 {"blocks", dice.from(1, 3)}}};
    }
    if (type == "hash") {
        return {type,
                {{"shape", anyShape(dice, dice.from(0, 3), 200)},
                 {"seed", dice.below(1000)},
                 {"signs", dice.below(2) == 0}}};
    }
    return {type};
}

View anyView(Dice& dice, const Shape& own)
{
    View view;
    Shape shape = own;
    for (std::int64_t steps = dice.below(5); steps > 0;) {
        const ViewStep step = anyStep(dice, shape);
        const auto next = outputShape({step}, shape);
        if (!next || next->elementCount() > mostElements)
            continue;
        view.push_back(step);
        shape = *next;
        --steps;
    }
    if (shape.rank() > 2)
        view.push_back({"reshape"});
    return view;
}

/// A parameter and some layers with losses of their own, each reading it through a random view.
struct RandomNetwork {
    Network network;
    ParameterId parameter;
    Shape shape;

    explicit RandomNetwork(int seed)
    {
        Dice dice(seed);
        shape = anyShape(dice, dice.from(1, 4), mostElements);
        parameter = addParameter(network, "W", shape);
        for (std::int64_t uses = dice.from(1, 3); uses > 0; --uses)
            addUse(dice, std::to_string(uses));
    }

    void addUse(Dice& dice, const std::string& name)
    {
        const View view = anyView(dice, shape);
        const Shape seen = *outputShape(view, shape);
        const bool matrix = seen.rank() == 2;
        const LayerId x = addInput(network, "x" + name, seen.rank() == 0 ? Shape{3} : Shape{seen[seen.rank() - 1]});
        const LayerId layer =
            matrix ? addAfter(network, x, "dense", "layer" + name, {{"out_features", seen[0]}, {"bias", false}})
                   : addAfter(network, x, "scale", "layer" + name,
                              {{"per", std::string(seen.rank() == 0 ? "layer" : "feature")}});
        addSumLoss(network, layer);
        const Slot slot{layer, matrix ? "weight" : "scale"};
        must(tie(network, parameter, slot, view));
        network.ties.at(slot).gradient_factor = dice.of({1.0, 1.0, 1.0, 0.0, 0.5, -2.0});
    }
};

std::string written(const RandomNetwork& random)
{
    std::string text = random.shape.toString();
    for (const Slot& use : usesOf(random.network, random.parameter)) {
        const Tie& tie = random.network.ties.at(use);
        text += "; " + notation(tie.view, "W") + " times " + std::to_string(tie.gradient_factor);
    }
    return text;
}

/// Every input of a program, by its layer, so that the twin's has the same.
template <typename T>
void fillInputs(Program<T>& program)
{
    for (const GraphInput& input : program.inputs()) {
        RandomStream random(5, "values", {input.layer.value});
        std::ranges::generate(program.inputBuffer(input), [&] { return static_cast<T>(random.normal()); });
    }
}

template <typename T>
void fillParameters(Program<T>& program, const InitialValues& values)
{
    for (const ProgramParameter<T>& parameter : program.parameters())
        store(std::span<const double>(values.at(parameter.description.id)), parameter.description, parameter.values);
}

template <typename T>
std::map<ParameterId, std::vector<double>> gradients(Program<T>& program)
{
    std::map<ParameterId, std::vector<double>> all;
    for (const ProgramParameter<T>& parameter : program.parameters()) {
        std::vector<double>& gradient = all[parameter.description.id];
        gradient.resize(parameter.gradient.size());
        if (!gradient.empty()) {
            std::vector<T> ordered(gradient.size());
            fetch(std::span<const T>(parameter.gradient), parameter.description, std::span<T>(ordered));
            gradient.assign(ordered.begin(), ordered.end());
        }
    }
    return all;
}

struct Pair {
    Network tied;
    Twin twin;
    OperationGraph tied_graph;
    OperationGraph twin_graph;
    InitialValues values;

    /// Each use with a parameter of its own, also where there is one use only.
    explicit Pair(const RandomNetwork& random)
        : tied(random.network), tied_graph(lower(tied).value()), values(drawInitialValues(tied_graph, 9))
    {
        // A use beside it that nothing is trained towards makes the parameter a shared one for certain.
        twin = untie(withSpare(tied, random.parameter));
        twin_graph = lower(twin.network).value();
    }

private:
    static Network withSpare(Network network, ParameterId parameter)
    {
        const Shape shape = *network.parameters.at(parameter).shape;
        const LayerId x = addInput(network, "spare x", Shape{shape.elementCount()});
        const LayerId spare = addAfter(network, x, "scale", "spare");
        must(tie(network, parameter, {spare, "scale"}, {{"reshape"}}));
        return network;
    }
};

} // namespace

class RandomViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyUseReadsWhatTheReferenceReads()
    {
        for (int seed = 0; seed < networkCount; ++seed) {
            const RandomNetwork random(seed);
            const Pair pair(random);
            checkSameBits<float>(pair, seed);
            checkSameBits<double>(pair, seed);
        }
    }

    void theGradientIsTheSumOfTheTwinsEachPulledBackByTheReference()
    {
        for (int seed = 0; seed < networkCount; ++seed) {
            const RandomNetwork random(seed);
            const Pair pair(random);
            Program<double> tied(pair.tied_graph, batch, 1);
            Program<double> untied(pair.twin_graph, batch, 1);
            fillParameters(tied, pair.values);
            fillParameters(untied, twinValues(pair.values, pair.tied_graph, pair.twin));
            for (Program<double>* const program : {&tied, &untied}) {
                fillInputs(*program);
                // What an earlier step left in the buffers must not matter.
                for (int step = 0; step < 2; ++step) {
                    program->forward({batch, true, 0});
                    program->backward({batch, true, 0});
                }
            }
            const std::vector<double> actual = gradients(tied).at(random.parameter);
            std::vector<double> sum;
            std::vector<double> added;
            pullBack(random, pair, gradients(untied), sum, added);
            const auto title = [&] { return qPrintable(QStringLiteral("seed %1").arg(seed)); };
            if (sum.empty()) {
                QVERIFY2(actual.empty(), title()); // Every use is stopped: no gradient at all, as PyTorch has it.
                continue;
            }
            // Of what is added up, not of the sum: that may cancel.
            const double largest = std::max(1.0, *std::ranges::max_element(added));
            const double off = largestDifference(actual, sum) / largest;
            QVERIFY2(off < 1e-12, qPrintable(QStringLiteral("seed %1: off by %2 in %3")
                                                 .arg(seed)
                                                 .arg(off)
                                                 .arg(QString::fromStdString(written(random)))));
            for (std::size_t i = 0; i < added.size(); ++i)
                QVERIFY2(added[i] > 0 || actual[i] == 0.0, title());
        }
    }

    void allWaysToReadWereTried()
    {
        std::map<std::string, int> tried;
        for (int seed = 0; seed < networkCount; ++seed) {
            const RandomNetwork random(seed);
            const OperationGraph graph = lower(random.network).value();
            for (const GraphOperation& operation : graph.operations) {
                ++tried[std::string(operation.op->name())];
                for (const ValueIndex input : operation.inputs) {
                    const GraphValue& value = graph.values[static_cast<std::size_t>(input)];
                    tried["stopped"] += value.memory_of && operation.op->name() != "scale_gradient" ? 1 : 0;
                    if (!value.parameter || operation.op->name().starts_with("read"))
                        continue;
                    ++tried["in place"];
                    tried["transposed in place"] += value.transposed ? 1 : 0;
                    tried["with an offset"] += value.offset > 0 ? 1 : 0;
                    tried["a part"] += value.spec.shape.elementCount() < random.shape.elementCount() ? 1 : 0;
                }
            }
        }
        for (const char* way : {"read_view", "read_strided", "scale_gradient", "stopped", "in place",
                                "transposed in place", "with an offset", "a part"})
            QVERIFY2(tried[way] >= 10, qPrintable(QStringLiteral("%1: %2").arg(way).arg(tried[way])));
    }

private:
    template <typename T>
    static void checkSameBits(const Pair& pair, int seed)
    {
        Program<T> tied(pair.tied_graph, batch, 1);
        Program<T> untied(pair.twin_graph, batch, 1);
        fillParameters(tied, pair.values);
        fillParameters(untied, twinValues<T>(pair.values, pair.tied_graph, pair.twin));
        fillInputs(tied);
        fillInputs(untied);
        const StepContext context{batch, true, 0};
        const T a = tied.forward(context);
        const T b = untied.forward(context);
        QVERIFY2(a == b && std::isfinite(a), qPrintable(QStringLiteral("seed %1: %2 and %3").arg(seed).arg(a).arg(b)));
    }

    static void pullBack(const RandomNetwork& random, const Pair& pair,
                         const std::map<ParameterId, std::vector<double>>& of_twin, std::vector<double>& sum,
                         std::vector<double>& added)
    {
        const auto size = static_cast<std::size_t>(random.shape.elementCount());
        for (const Slot& use : usesOf(pair.tied, random.parameter)) {
            const Tie& tie = pair.tied.ties.at(use);
            if (tie.gradient_factor == 0.0)
                continue;
            sum.resize(size);
            added.resize(size);
            const std::vector<double>& g = of_twin.at(pair.twin.network.ties.at(use).parameter);
            const LinearRead places = read(tie.view, random.shape);
            for (std::size_t i = 0; i < places.index.size(); ++i) {
                const auto at = static_cast<std::size_t>(places.index[i]);
                // The twin's own tie has the factor, so its gradient has it already.
                const double part = (places.coefficient.empty() ? 1.0 : places.coefficient[i]) * g[i];
                sum[at] += part;
                added[at] += std::abs(part);
            }
        }
    }
};

LIGATURE_GUILESS_TEST(RandomViewsTest)

} // namespace test_random_views

#include "test_random_views.moc"
