// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/retying/share_layers.h"
#include "core/retying/tie_edits.h"
#include "core/training/start_loss.h"
#include "core/tying/linter.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_linter {

using namespace ligature;
using namespace ligature::testing;

namespace {

std::vector<Diagnostic> found(const Project& project, const std::string& code)
{
    std::vector<Diagnostic> findings;
    const Analysis analysis = examine(project.network, project.training);
    std::ranges::copy_if(analysis.diagnostics, std::back_inserter(findings),
                         [&](const Diagnostic& d) { return d.code == code; });
    return findings;
}

} // namespace

class LinterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRuleSaysItsNameAndHasAMend()
    {
        QCOMPARE(lintRules().size(), std::size_t{5});
        for (const LintRule* rule : lintRules())
            QCOMPARE(findLintRule(rule->name()), rule);
    }

    void aSoundTiedNetworkHasNoFindings()
    {
        const Project project = tiedAutoencoder(12, 5);
        QVERIFY(lint(project.network, analyse(project.network), project.training).empty());
    }

    void findingsKeepNothingFromTraining()
    {
        Project project = tiedAutoencoder(12, 5);
        untieSlot(project.network, {layerNamed(project.network, "decoder"), "weight"});
        const Analysis analysis = examine(project.network, project.training);
        QVERIFY(!analysis.diagnostics.empty());
        QVERIFY(!analysis.hasErrors());
        for (const Diagnostic& diagnostic : analysis.diagnostics) {
            QVERIFY(!diagnostic.message.empty() && diagnostic.message.back() == '.');
            QVERIFY(!diagnostic.mend.empty() && diagnostic.mend.back() == '.');
        }
    }

    void namesThatGoTogetherSuggestATie_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<int>("findings");
        QTest::newRow("encoder and decoder") << "encoder"
                                             << "decoder" << 1;
        QTest::newRow("with the same number") << "Encoder 2"
                                              << "decoder-2" << 1;
        QTest::newRow("short") << "enc_a"
                               << "dec_a" << 1;
        QTest::newRow("other words") << "layer1"
                                     << "layer2" << 0;
        QTest::newRow("a word within a word") << "encoders"
                                              << "decoders" << 0;
    }
    void namesThatGoTogetherSuggestATie()
    {
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(int, findings);
        Project project = tiedAutoencoder(12, 5);
        const LayerId encoder = layerNamed(project.network, "encoder");
        const LayerId decoder = layerNamed(project.network, "decoder");
        must(renameLayer(project.network, encoder, first.toStdString()));
        must(renameLayer(project.network, decoder, second.toStdString()));
        QCOMPARE(found(project, "untied-pair").size(), std::size_t{0});
        untieSlot(project.network, {decoder, "weight"});
        const auto untied = found(project, "untied-pair");
        QCOMPARE(untied.size(), std::size_t(findings));
        if (findings == 0)
            return;
        QVERIFY(untied.front().severity == Severity::Info);
        QVERIFY(untied.front().layer == decoder);
        QCOMPARE(untied.front().message, "Its weight has the shape of that of \"" + first.toStdString() +
                                             "\" transposed, the names go together, and they are not tied.");
        // Another shape: nothing to tie.
        must(setAttribute(project.network, decoder, "out_features", std::int64_t{11}));
        QCOMPARE(found(project, "untied-pair").size(), std::size_t{0});
    }

    void anInitializerOfOnlyOneUseIsTold()
    {
        Project project = tiedAutoencoder(12, 5);
        Network& network = project.network;
        const ParameterId w = *findSharedParameter(network, "W");
        QCOMPARE(found(project, "initializer-conflict").size(), std::size_t{0});
        // A Scale starts with ones, a Dense's bias does not.
        const LayerId scale = addLayer(network, "scale", "gain"); // of 5 features, as the encoder's bias
        const LayerId code = layerNamed(network, "code");
        const LayerId decoder = layerNamed(network, "decoder");
        must(link(network, {code, "output"}, {scale, "input"}));
        must(link(network, {scale, "output"}, {decoder, "input"}));
        const Slot bias{layerNamed(network, "encoder"), "bias"};
        const ParameterId v = shareSlot(network, bias, "v");
        must(tie(network, v, {scale, "scale"}));
        const auto findings = found(project, "initializer-conflict");
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY(findings.front().parameter == v);
        QVERIFY(v != w);
        network.parameters.at(v).initializer = {"zeros", {}}; // A choice of its own.
        QCOMPARE(found(project, "initializer-conflict").size(), std::size_t{0});
    }

    void anEmbeddingsStartIsTooLargeForAnOutputLayer_data()
    {
        QTest::addColumn<double>("deviation");
        QTest::addColumn<int>("findings");
        QTest::newRow("as an embedding starts") << 1.0 << 1;
        QTest::newRow("as a tied one should") << 0.02 << 0;
    }
    void anEmbeddingsStartIsTooLargeForAnOutputLayer()
    {
        QFETCH(double, deviation);
        QFETCH(int, findings);
        // classes 100 of 100 features: the first layer's weight, 100 x 100, is also the last one's.
        Project project = perceptron({100, 100, 100});
        Network& network = project.network;
        std::vector<LayerId> dense;
        for (const auto& [id, layer] : network.layers) {
            if (layer.type == "dense")
                dense.push_back(id);
        }
        const ParameterId e = shareSlot(network, {dense[0], "weight"}, "E");
        must(tie(network, e, {dense[1], "weight"}));
        network.parameters.at(e).initializer = {"normal", {{"std", deviation}}};
        const auto warnings = found(project, "output-start");
        QCOMPARE(warnings.size(), std::size_t(findings));
        if (findings == 0)
            return;
        QVERIFY(warnings.front().severity == Severity::Warning);
        QCOMPARE(warnings.front().layer, dense[1]);
        // Deviation 10 of the logits: 10 sqrt(2 ln 100) = 30.3 against ln 100 = 4.61.
        QVERIFY2(QString::fromStdString(warnings.front().message)
                     .contains("the loss starts at about 30 instead of ln 100 = 4.61"),
                 warnings.front().message.c_str());
        QVERIFY2(QString::fromStdString(warnings.front().mend).contains("starts at 4.63"),
                 warnings.front().mend.c_str());
    }

    /// tokens -> embedding E -> GRU -> dropout -> dense -> next-token cross-entropy, the dense's weight being E.
    static Project languageModel()
    {
        Project project;
        Network& network = project.network;
        const LayerId tokens = addLayer(network, "input", "tokens", {{"shape", Shape{8}}});
        const LayerId embedding =
            addLayer(network, "embedding", "embedding",
                     {{"num_embeddings", std::int64_t{500}}, {"embedding_dim", std::int64_t{64}}});
        const LayerId gru = addLayer(network, "gru", "gru", {{"hidden_size", std::int64_t{64}}});
        const LayerId dense = addLayer(network, "dense", "next word", {{"out_features", std::int64_t{500}}});
        const LayerId dropout = addLayer(network, "dropout", "dropout");
        const LayerId target =
            addLayer(network, "target", "target", {{"kind", std::string("classes")}, {"shape", Shape{8}}});
        const LayerId loss = addLayer(network, "next_token_cross_entropy", "loss");
        must(link(network, {tokens, "output"}, {embedding, "input"}));
        must(link(network, {embedding, "output"}, {gru, "input"}));
        must(link(network, {gru, "output"}, {dense, "input"}));
        must(link(network, {dense, "output"}, {dropout, "input"}));
        must(link(network, {dropout, "output"}, {loss, "logits"}));
        must(link(network, {target, "output"}, {loss, "target"}));
        must(tie(network, shareSlot(network, {embedding, "weight"}, "E"), {dense, "weight"}));
        return project;
    }

    void anOutputThatStartsTooWideIsTold_data()
    {
        QTest::addColumn<Initializer>("initializer");
        QTest::addColumn<View>("view");
        QTest::addColumn<double>("measured"); // 0: nobody measures
        QTest::addColumn<QString>("said");    // empty: nothing
        const Initializer normal{"normal", {}};
        const Initializer small{"normal", {{"std", 0.02}}};
        QTest::newRow("an embedding's")
            << normal << View() << 0.0
            << "on features of unit size the loss starts at about 28 instead of ln 500 = 6.21";
        QTest::newRow("measured")
            << normal << View() << 8.7
            << "the loss starts at about 8.70 (measured on made-up samples) instead of ln 500 = 6.21";
        QTest::newRow("measured, and sound") << normal << View() << 6.3 << "";
        QTest::newRow("a small one's") << small << View() << 0.0 << "";
        QTest::newRow("of even numbers") << Initializer{"uniform", {{"low", -2.0}, {"high", 2.0}}} << View() << 0.0
                                         << "starts with a deviation of 1.1";
        QTest::newRow("around another mean, that every score shares")
            << Initializer{"normal", {{"mean", 5.0}, {"std", 0.01}}} << View() << 0.0 << "";
        QTest::newRow("all one number") << Initializer{"ones", {}} << View() << 0.0 << "";
        QTest::newRow("scaled down by its tie") << normal << View{{"scale", {{"factor", 0.02}}}} << 0.0 << "";
        QTest::newRow("scaled up by its tie")
            << small << View{{"scale", {{"factor", 50.0}}}} << 0.0 << "the loss starts at about 28";
    }
    void anOutputThatStartsTooWideIsTold()
    {
        QFETCH(Initializer, initializer);
        QFETCH(View, view);
        QFETCH(double, measured);
        QFETCH(QString, said);
        Project project = languageModel();
        const ParameterId e = *findSharedParameter(project.network, "E");
        project.network.parameters.at(e).initializer = initializer;
        const LayerId output = layerNamed(project.network, "next word");
        must(tie(project.network, e, {output, "weight"}, view));
        const StartLoss measure = [&](LayerId loss) {
            return project.network.layers.at(loss).name == "loss" ? std::optional(measured) : std::nullopt;
        };
        const Analysis analysis = examine(project.network, project.training, measured > 0 ? measure : StartLoss());
        QVERIFY(!analysis.hasErrors());
        const auto finding = std::ranges::find(analysis.diagnostics, "output-start", &Diagnostic::code);
        QCOMPARE(finding == analysis.diagnostics.end(), said.isEmpty());
        if (said.isEmpty())
            return;
        QCOMPARE(finding->layer, std::optional(output));
        QVERIFY2(QString::fromStdString(finding->message).contains(said), finding->message.c_str());
    }

    void whatTheLossStartsAtIsThatOfTheTraining()
    {
        const Project project = languageModel();
        const auto loss = lossAtStart(project, layerNamed(project.network, "loss"));
        QVERIFY(loss.has_value());
        // ln 500, and half the logits' variance, 64 times that of what a GRU gives on unit inputs, which is some 0.08.
        QVERIFY2(*loss > 7.5 && *loss < 10.5, qPrintable(QString::number(*loss)));
        QVERIFY(!lossAtStart(project, layerNamed(project.network, "gru")));
    }

    void manyHintsOnOneParameterAreOneLine()
    {
        Project project = perceptron({6, 6, 6, 6, 6, 3});
        Network& network = project.network;
        const LayerId first = layerNamed(network, "dense");
        const ParameterId w = shareSlot(network, {first, "weight"}, "W");
        for (const char* const name : {"dense2", "dense3", "dense4"})
            must(tie(network, w, {layerNamed(network, name), "weight"}));
        const auto findings = found(project, "bias-untied");
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY(findings.front().parameter == w && !findings.front().layer);
        QCOMPARE(findings.front().message,
                 std::string("3 layers read \"W\" as \"dense\" does, and each has a bias of its own."));
        QCOMPARE(findings.front().details.size(), std::size_t{3});
        QCOMPARE(findings.front().details[1].layer, layerNamed(network, "dense3"));
        QCOMPARE(findings.front().details[1].message,
                 std::string("Its weight is that of \"dense\", and its bias is its own."));
    }

    void manyPairsOfNamesAreOneLine()
    {
        for (const int pairs : {3, 4}) {
            Project project;
            Network& network = project.network;
            LayerId last = addLayer(network, "input", "x", {{"shape", Shape{6}}});
            for (int i = 0; i < pairs; ++i) {
                for (const char* const word : {"encoder ", "decoder "}) {
                    const LayerId dense =
                        addLayer(network, "dense", word + std::to_string(i), {{"out_features", std::int64_t{6}}});
                    must(link(network, {last, "output"}, {dense, "input"}));
                    last = dense;
                }
            }
            const auto findings = found(project, "untied-pair");
            QCOMPARE(findings.size(), pairs > 3 ? std::size_t{1} : std::size_t(pairs));
            if (pairs > 3) {
                QCOMPARE(findings.front().details.size(), std::size_t(pairs));
                QVERIFY(findings.front().mend.find("save 144 parameters") != std::string::npos);
            }
        }
    }

    void aBiasLeftUntiedBesideATiedWeightIsTold()
    {
        Project project = perceptron({6, 6, 6, 3});
        Network& network = project.network;
        const LayerId first = layerNamed(network, "dense");
        const LayerId second = layerNamed(network, "dense2");
        must(tie(network, shareSlot(network, {first, "weight"}, "W"), {second, "weight"}));
        const auto findings = found(project, "bias-untied");
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY(findings.front().layer == second);
        QCOMPARE(findings.front().message, std::string("Its weight is that of \"dense\", and its bias is its own."));
        const auto shared = shareLayer({network, {}}, first, second);
        QVERIFY(shared);
        project.network = shared->network;
        QCOMPARE(found(project, "bias-untied").size(), std::size_t{0});
        // Read another way, the biases have nothing to do with each other.
        QCOMPARE(found(tiedAutoencoder(6, 6), "bias-untied").size(), std::size_t{0});
    }

    void decayOfEntriesThatNoUseReadsIsTold()
    {
        Project project = perceptron({4, 8, 3});
        Network& network = project.network;
        const LayerId dense = layerNamed(network, "dense");
        const ParameterId w = shareSlot(network, {dense, "weight"}, "W");
        network.parameters.at(w).shape = Shape{10, 4};
        const View rows = {
            ViewStep{"slice", {{"axis", std::int64_t{0}}, {"start", std::int64_t{0}}, {"stop", std::int64_t{8}}}}};
        must(tie(network, w, {dense, "weight"}, rows));
        project.training.optimizer = "adamw";
        project.training.optimizer_attributes = {{"weight_decay", 0.1}};
        const auto findings = found(project, "decay-unread");
        QCOMPARE(findings.size(), std::size_t{1});
        QVERIFY2(findings.front().message.starts_with("No use reads 8 of the 40 entries of \"W\""),
                 findings.front().message.c_str());
        project.training.optimizer_attributes = {{"weight_decay", 0.0}};
        QCOMPARE(found(project, "decay-unread").size(), std::size_t{0});
    }
};

LIGATURE_GUILESS_TEST(LinterTest)

} // namespace test_linter

#include "test_linter.moc"
