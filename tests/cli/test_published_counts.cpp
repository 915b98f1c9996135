// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>
#include <string>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/project/project_file.h"
#include "tests/cli/program.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_published_counts {

using namespace ligature;
using namespace ligature::testing;

namespace {

/// A network that grows layer by layer.
struct Drawing {
    Network network;
    LayerId last;

    LayerId add(const std::string& type, Attributes attributes = {})
    {
        const LayerId layer = addLayer(network, type, {}, std::move(attributes));
        if (last)
            must(link(network, {last, "output"}, {layer, "input"}));
        last = layer;
        return layer;
    }
    /// What came before plus `other`.
    LayerId addTo(LayerId other)
    {
        const LayerId sum = addLayer(network, "add");
        must(link(network, {other, "output"}, {sum, "input1"}));
        must(link(network, {last, "output"}, {sum, "input2"}));
        last = sum;
        return sum;
    }
};

/// An encoder of Devlin et al. 2019 and Lan et al. 2020: embeddings of tokens, positions and segments of width E, a
/// projection to H where E differs, and post-norm blocks with a feed-forward part of 4 H.
struct Encoder {
    std::int64_t embedding = 768;
    std::int64_t hidden = 768;
    std::int64_t blocks = 12;
    bool shared = false; ///< all blocks read the parameters of one
    bool pooler = false; ///< the first token's state through a Dense layer and tanh
};

std::set<LayerId> addBlock(Drawing& drawing, std::int64_t hidden)
{
    const LayerId before = drawing.last;
    std::set<LayerId> block = {drawing.add("multi_head_attention", {{"num_heads", hidden / 64}})};
    block.insert(drawing.addTo(before));
    const LayerId attended = drawing.add("layer_norm");
    block.insert(attended);
    block.insert(drawing.add("dense", {{"out_features", 4 * hidden}}));
    block.insert(drawing.add("gelu"));
    block.insert(drawing.add("dense", {{"out_features", hidden}}));
    block.insert(drawing.addTo(attended));
    block.insert(drawing.add("layer_norm"));
    return block;
}

Network encoderNetwork(const Encoder& encoder)
{
    constexpr std::int64_t vocabulary = 30000;
    constexpr std::int64_t steps = 512;
    Drawing drawing;
    drawing.add("input", {{"shape", Shape{steps}}});
    const LayerId segments =
        drawing.add("embedding", {{"num_embeddings", std::int64_t{2}}, {"embedding_dim", encoder.embedding}});
    drawing.last = {};
    drawing.add("input", {{"shape", Shape{steps}}});
    drawing.add("embedding", {{"num_embeddings", vocabulary}, {"embedding_dim", encoder.embedding}});
    drawing.add("positional_embedding");
    drawing.addTo(segments);
    drawing.add("layer_norm");
    if (encoder.embedding != encoder.hidden)
        drawing.add("dense", {{"out_features", encoder.hidden}});
    const std::set<LayerId> block = addBlock(drawing, encoder.hidden);
    drawing.add("slice", {{"drop_axis", true}}); // the first token's state
    if (const auto added = addRepeat(drawing.network, block, encoder.blocks, encoder.shared); !added)
        qFatal("%s", added.error().oneLine().c_str());
    if (encoder.pooler) {
        drawing.add("dense", {{"out_features", encoder.hidden}});
        drawing.add("tanh");
    }
    // A loss without parameters of its own.
    const LayerId target = addLayer(drawing.network, "target");
    const LayerId loss = addLayer(drawing.network, "softmax_cross_entropy");
    must(link(drawing.network, {drawing.last, "output"}, {loss, "logits"}));
    must(link(drawing.network, {target, "output"}, {loss, "target"}));
    return drawing.network;
}

/// The two-layer LSTM of Zaremba et al. 2014 on the Penn Treebank, its output reading the input's embedding.
Network languageModel(std::int64_t units)
{
    constexpr std::int64_t vocabulary = 10000;
    constexpr std::int64_t steps = 35;
    Drawing drawing;
    drawing.add("input", {{"shape", Shape{steps}}});
    const LayerId embedding = drawing.add("embedding", {{"num_embeddings", vocabulary}, {"embedding_dim", units}});
    drawing.add("lstm", {{"hidden_size", units}});
    drawing.add("lstm", {{"hidden_size", units}});
    const LayerId output = drawing.add("dense", {{"out_features", vocabulary}});
    must(tie(drawing.network, shareSlot(drawing.network, {embedding, "weight"}, "E"), {output, "weight"}));
    const LayerId target =
        addLayer(drawing.network, "target", {}, {{"kind", std::string("classes")}, {"shape", Shape{steps}}});
    const LayerId loss = addLayer(drawing.network, "next_token_cross_entropy");
    must(link(drawing.network, {output, "output"}, {loss, "logits"}));
    must(link(drawing.network, {target, "output"}, {loss, "target"}));
    return drawing.network;
}

} // namespace

/// The arithmetic of papers on weight tying, told by `info` without allocating the networks.
class TestPublishedCounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parametersAreThoseOfThePaper_data()
    {
        QTest::addColumn<Network>("network");
        QTest::addColumn<double>("tied"); // in millions, as published; 0: not published
        QTest::addColumn<double>("untied");
        QTest::addColumn<double>("digit"); // the last one that is published
        // Lan et al. 2020, table 1. The published figures of ALBERT fit with the pooler, those of BERT without it.
        QTest::newRow("BERT base") << encoderNetwork({768, 768, 12, false, false}) << 108.0 << 108.0 << 1.0;
        QTest::newRow("BERT large") << encoderNetwork({1024, 1024, 24, false, false}) << 334.0 << 334.0 << 1.0;
        QTest::newRow("ALBERT base") << encoderNetwork({128, 768, 12, true, true}) << 12.0 << 0.0 << 1.0;
        QTest::newRow("ALBERT large") << encoderNetwork({128, 1024, 24, true, true}) << 18.0 << 0.0 << 1.0;
        // Table 4: all blocks shared against none, for both widths of the embedding; without the pooler.
        QTest::newRow("shared, width 768") << encoderNetwork({768, 768, 12, true, false}) << 31.0 << 108.0 << 1.0;
        QTest::newRow("shared, width 128") << encoderNetwork({128, 768, 12, true, false}) << 0.0 << 89.0 << 1.0;
        // Press and Wolf 2017, table 3.
        QTest::newRow("PTB small") << languageModel(200) << 2.65 << 4.65 << 0.01;
        QTest::newRow("PTB large") << languageModel(1500) << 51.0 << 66.0 << 1.0;
    }
    void parametersAreThoseOfThePaper()
    {
        QFETCH(Network, network);
        QFETCH(double, tied);
        QFETCH(double, untied);
        QFETCH(double, digit);
        const QJsonDocument info = infoOf(network);
        for (const QJsonValue diagnostic : info["diagnostics"].toArray())
            QVERIFY2(diagnostic["severity"] != "error", qPrintable(diagnostic["message"].toString()));
        for (const auto& [variant, published] : {std::pair("tied", tied), std::pair("untied", untied)}) {
            if (published == 0)
                continue;
            const double counted = info["counts"][variant]["parameters"].toDouble() / 1e6;
            QVERIFY2(std::abs(counted - published) <= digit / 2, qPrintable(QString::number(counted, 'f', 4)));
        }
        rusage usage{};
        QCOMPARE(getrusage(RUSAGE_CHILDREN, &usage), 0);
        QVERIFY2(usage.ru_maxrss < 200L << 10, qPrintable(QString::number(usage.ru_maxrss)));
    }

    void albertBaseHasThePublishedModelsParametersToTheLastOne()
    {
        // As transformers counts albert-base-v2's encoder with its pooler.
        const QJsonDocument info = infoOf(encoderNetwork({128, 768, 12, true, true}));
        QCOMPARE(info["counts"]["tied"]["parameters"].toInteger(), qint64{11'683'584});
    }

private:
    static QJsonDocument infoOf(const Network& network)
    {
        Project project;
        project.name = "published";
        project.network = network;
        const QTemporaryDir folder;
        const QString file = folder.filePath("published.ligature");
        must(saveProject(project, file.toStdString()));
        const Outcome outcome = runProgram({"info", file, "--json"});
        return QJsonDocument::fromJson(outcome.output);
    }
};

LIGATURE_GUILESS_TEST(TestPublishedCounts)

} // namespace test_published_counts

#include "test_published_counts.moc"
