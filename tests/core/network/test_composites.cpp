// SPDX-License-Identifier: GPL-3.0-or-later
// Layers that are made of layers. That they compute what they should is for test_golden_layers, and that exports of
// them do, for tests/interop.
#include <algorithm>
#include <set>

#include <QTest>

#include "core/export/exporter.h"
#include "core/import/imported_model.h"
#include "core/layers/composite_layer.h"
#include "core/layers/lowering.h"
#include "core/network/analysis.h"
#include "core/network/composites.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/ops/ops.h"
#include "core/report/untrained.h"
#include "core/tensor/aligned_array.h"
#include "core/tying/account.h"
#include "core/tying/twin.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_composites {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// x (3 steps of 4) -> block -> a loss.
struct Blocks {
    Network network;
    LayerId block;
};

Blocks blocks(const std::string& type, const Attributes& attributes)
{
    Blocks made;
    const LayerId x = addInput(made.network, "x", {3, 4});
    made.block = addAfter(made.network, x, type, "block", attributes);
    addSumLoss(made.network, made.block);
    return made;
}

Blocks transformer()
{
    return blocks("transformer_encoder", {{"num_heads", std::int64_t{2}}, {"hidden_features", std::int64_t{5}}});
}

/// One that the layer takes as it is when it is new.
Shape inputOf(const LayerType& layer)
{
    // What it gives out is 2 × 16, of which an input is a part.
    return layer.name() == "expand" ? Shape{1, 16} : Shape{3, 4};
}

std::vector<double> lossAndGradients(const Network& network)
{
    CompiledNetwork compiled(network, 2);
    compiled.setParameters(drawInitialValues(compiled.graph(), 3));
    compiled.setInput("x", someNumbers(24));
    compiled.setInput("target of block", someNumbers(24, 0.7));
    std::vector<double> all = {compiled.run()};
    for (const GraphParameter& parameter : compiled.graph().parameters) {
        const std::vector<double> gradient = compiled.gradient(parameter.name);
        all.insert(all.end(), gradient.begin(), gradient.end());
    }
    return all;
}

/// Dropped twice, and what is left added up.
class DroppedTwice final : public CompositeLayer {
public:
    std::string name() const override { return "dropped_twice"; }
    std::string title() const override { return "Dropped twice"; }
    LayerCategory category() const override { return LayerCategory::Regularization; }
    std::string summary() const override { return {}; }
    std::string help() const override { return {}; }
    std::vector<LayerPart> parts(const Attributes&, std::span<const Shape>) const override
    {
        return {{"a", "dropout", {}}, {"b", "dropout", {}}, {"sum", "add", {}, {"a", "b"}}};
    }
};

/// Notes in which part each op is added.
class NotedParts final : public Lowering {
public:
    const Attributes& attributes() const override { return m_attributes; }
    std::size_t inputCount() const override { return 1; }
    ValueIndex input(std::size_t) const override { return 0; }
    ValueIndex slot(const std::string&) override { return 0; }
    const ValueSpec& spec(ValueIndex) const override { return m_spec; }
    ValueIndex add(std::shared_ptr<const Op> op, std::vector<ValueIndex>) override
    {
        parts.emplace_back(op->name(), m_part);
        return static_cast<ValueIndex>(parts.size());
    }
    ValueIndex addInput(InputRole, Shape) override { return 0; }
    void beginPart() override { ++m_part; }
    void setOutput(ValueIndex, std::size_t) override {}
    void addLoss(ValueIndex) override {}

    std::vector<std::pair<std::string, int>> parts;

private:
    Attributes m_attributes;
    ValueSpec m_spec{Shape{8}, true};
    int m_part = 0;
};

} // namespace

class CompositesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCompositeIsMadeOfWhatThereIs_data()
    {
        QTest::addColumn<QString>("type");
        for (const LayerType* const type : layerTypes()) {
            if (type->composite() != nullptr)
                QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
        }
    }
    void everyCompositeIsMadeOfWhatThereIs()
    {
        QFETCH(QString, type);
        const LayerType& layer = *findLayerType(type.toStdString());
        for (const AttributeSpec& spec : layer.attributes()) {
            std::vector<AttributeValue> values = {spec.default_value};
            if (spec.kind == AttributeKind::Boolean)
                values = {true, false};
            for (const AttributeChoice& choice : spec.choices)
                values.emplace_back(choice.value);
            for (const AttributeValue& value : values) {
                const Attributes attributes = withDefaults(layer.attributes(), {{spec.name, value}});
                const auto parts = layer.composite()->completeParts(attributes, {});
                std::set<std::string> names;
                for (const auto& part : parts) {
                    QVERIFY2(part.name.find('.') == std::string::npos, part.name.c_str());
                    QVERIFY2(names.insert(part.name).second, part.name.c_str());
                    QVERIFY(validate(part.type->attributes(), part.attributes, part.name).has_value());
                    QVERIFY(part.type->category() != LayerCategory::Data &&
                            part.type->category() != LayerCategory::Loss);
                }
                const std::vector<Shape> inputs(layer.inputs(attributes).size(), inputOf(layer));
                const Result<Inference> inference = layer.infer(attributes, inputs);
                QVERIFY2(inference.has_value(), inference ? "" : inference.error().oneLine().c_str());
                QCOMPARE(inference->slots.size(), layer.slots(attributes).size());
            }
        }
    }

    void spelledOutItComputesTheSameFromTheSameParameters()
    {
        for (const auto& [network, block] :
             {transformer(), blocks("gated_feed_forward", {{"hidden_features", std::int64_t{5}}})}) {
            const Network spelled_out = spellOutComposites(network).network;
            QVERIFY(!analyse(spelled_out).hasErrors());
            for (const auto& [id, layer] : spelled_out.layers)
                QVERIFY2(findLayerType(layer.type)->composite() == nullptr, layer.name.c_str());
            const std::vector<double> whole = lossAndGradients(network);
            QVERIFY(whole.size() > 50);
            QCOMPARE(largestDifference(lossAndGradients(spelled_out), whole), 0.0);
            QCOMPARE(parameterNames(spelled_out), parameterNames(network));
        }
    }

    void itsParametersAreNamedByTheirPathInside()
    {
        const Blocks made = transformer();
        std::set<std::string> names;
        for (const auto& [id, name] : parameterNames(made.network))
            names.insert(name);
        QVERIFY(names.contains("block.feed_forward.up.weight"));
        QVERIFY(names.contains("block.attention.in_proj_weight"));
        QCOMPARE(names.size(), std::size_t{12});
    }

    void whatReadsItStillDoesAndKnowsItByItsName()
    {
        const Blocks made = transformer();
        const SpelledOut spelled_out = spellOutComposites(made.network);
        QCOMPARE(spelled_out.network.layers.at(made.block).name, std::string("block.sum2"));
        QCOMPARE(spelled_out.nameOfOutput(made.block), std::string("block"));
        const Blocks feed_forward = blocks("feed_forward", {});
        QCOMPARE(spellOutComposites(feed_forward.network).nameOfOutput(feed_forward.block), std::string("block"));
    }

    void aCompositeThatIsKeptStays()
    {
        const Blocks made = transformer();
        const Network kept = spellOutComposites(made.network, [](const LayerType& type) {
                                 return type.name() == "feed_forward";
                             }).network;
        QVERIFY(findLayer(kept, "block.feed_forward").has_value());
        QVERIFY(!findLayer(kept, "block.feed_forward.up").has_value());
        QVERIFY(findLayer(kept, "block.norm1").has_value());
    }

    void aTieToItsSlotsIsOneStorage()
    {
        Blocks made = blocks("feed_forward", {{"hidden_features", std::int64_t{6}}, {"bias", false}});
        const ParameterId shared = shareSlot(made.network, {made.block, "up.weight"}, "W");
        must(tie(made.network, shared, {made.block, "down.weight"}, transposeView()));
        QVERIFY(!analyse(made.network).hasErrors());
        const Network spelled_out = spellOutComposites(made.network).network;
        QCOMPARE(spelled_out.parameters.size(), std::size_t{1});
        QCOMPARE(spelled_out.ties.at(Slot{made.block, "weight"}).view, transposeView());
        const std::vector<double> whole = lossAndGradients(made.network);
        QCOMPARE(whole.size(), std::size_t{1 + 24});
        QCOMPARE(largestDifference(lossAndGradients(spelled_out), whole), 0.0);

        const Account account = accountOf(made.network, {});
        QCOMPARE(account.tied.parameters, std::int64_t{24});
        QCOMPARE(account.untied.parameters, std::int64_t{48});
        CompiledNetwork tied(made.network, 2);
        const Twin twin = untie(made.network);
        CompiledNetwork untied(twin.network, 2);
        tied.setParameters(drawInitialValues(tied.graph(), 3));
        untied.setParameters(twinValues(drawInitialValues(tied.graph(), 3), tied.graph(), twin));
        for (CompiledNetwork* const compiled : {&tied, &untied}) {
            compiled->setInput("x", someNumbers(24));
            compiled->setInput("target of block", someNumbers(24, 0.7));
        }
        QCOMPARE(tied.run(), untied.run());
    }

    void whatIsWrongInsideIsToldAtIt()
    {
        Blocks made = transformer();
        must(setAttribute(made.network, made.block, "num_heads", std::int64_t{3}));
        const Analysis analysis = analyse(made.network);
        const auto found = std::ranges::find(analysis.diagnostics, std::string("shape"), &Diagnostic::code);
        QVERIFY(found != analysis.diagnostics.end());
        QCOMPARE(found->layer, std::optional(made.block));
        QCOMPARE(found->message,
                 std::string("Inside it, at attention: 4 features cannot be shared out among 3 heads."));
        QVERIFY(!found->mend.empty());
        // Nothing can be spelled out of it, and nothing is.
        QCOMPARE(spellOutComposites(made.network).network, made.network);
    }

    void whatIsTooLargeInsideIsToldToo()
    {
        Network network;
        const LayerId x = addInput(network, "x", {1'000'000, 4});
        const LayerId block =
            addAfter(network, x, "feed_forward", "block", {{"hidden_features", std::int64_t{1'000'000'000}}});
        const Analysis analysis = analyse(network);
        QVERIFY(analysis.hasErrors());
        QCOMPARE(analysis.diagnostics.front().layer, std::optional(block));
        QVERIFY(analysis.diagnostics.front().message.starts_with("What is computed inside it, at up, is "));
    }

    void itCanBeRepeated()
    {
        Blocks made = transformer();
        QVERIFY(addRepeat(made.network, {made.block}, 3, true).has_value());
        const Network passes = expand(made.network).network;
        const Network spelled_out = spellOutComposites(passes).network;
        QCOMPARE(largestDifference(lossAndGradients(spelled_out), lossAndGradients(passes)), 0.0);
        QVERIFY(findLayer(spelled_out, "block#3.attention").has_value());
        // Spelled out first, its parts are what is repeated.
        const Network parts = spellOutComposites(made.network).network;
        QCOMPARE(parts.repeats.begin()->second.layers.size(), std::size_t{8});
        QVERIFY(!analyse(parts).hasErrors());
    }

    void whatItDropsIsDrawnForEachPart()
    {
        NotedParts noted;
        DroppedTwice().lower(noted);
        QCOMPARE(noted.parts, (std::vector<std::pair<std::string, int>>{{"dropout", 1}, {"dropout", 2}, {"add", 3}}));
    }

    void partsThatDropSeparatelyDropOtherElements()
    {
        const auto kept = [](std::uint64_t part) {
            Binding<double> binding;
            std::vector<double> x(64, 1.0);
            AlignedArray<double> in(64);
            AlignedArray<double> out(64);
            std::ranges::copy(x, in.data());
            binding.inputs = {Operand<double>{ValueSpec{Shape{64}}, in.data()}};
            binding.output = Operand<double>{ValueSpec{Shape{64}}, out.data()};
            binding.max_batch = 1;
            binding.layer = 5;
            binding.part = part;
            dropoutOp(0.5)->bind(std::move(binding))->forward({.batch = 1, .training = true, .step = 1});
            return std::vector<double>(out.span().begin(), out.span().end());
        };
        QVERIFY(kept(1) != kept(2));
        QVERIFY(kept(0) != kept(1));
        QCOMPARE(kept(2), kept(2));
    }

    void anExportedModelComesBackWithIt()
    {
        for (const ArmId variant : {tiedArm, untiedArm}) {
            Project project;
            project.name = "blocks";
            project.network = transformer().network;
            const ExportRequest request = untrained(project, variant).value();
            const auto files = findExporter("onnx")->write(request, "model.onnx");
            QVERIFY(files.has_value());
            const Result<ImportedModel> read = importOnnx(files->front().bytes, "model.onnx");
            QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
            QCOMPARE(read->project.network, request.network);
            QVERIFY(read->weights == request.weights);
        }
    }

    void everyExporterTakesIt_data()
    {
        QTest::addColumn<QString>("format");
        for (const Exporter* const exporter : exporters())
            QTest::newRow(exporter->name().c_str()) << QString::fromStdString(exporter->name());
    }
    void everyExporterTakesIt()
    {
        QFETCH(QString, format);
        const Exporter& exporter = *findExporter(format.toStdString());
        Project project;
        project.name = "blocks";
        project.network = transformer().network;
        const auto files = exporter.write(untrained(project, tiedArm).value(), "model" + exporter.extension());
        QVERIFY2(files.has_value(), files ? "" : files.error().oneLine().c_str());
        const bool named = std::ranges::any_of(*files, [](const ExportedFile& file) {
            return file.bytes.find("block.feed_forward.up.weight") != std::string::npos;
        });
        QVERIFY(named);
    }
};

LIGATURE_GUILESS_TEST(CompositesTest)

} // namespace test_composites

#include "test_composites.moc"
