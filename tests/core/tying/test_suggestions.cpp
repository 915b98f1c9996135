// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/edits.h"
#include "core/retying/suggestions.h"
#include "core/retying/tie_preview.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_suggestions {

using namespace ligature;
using namespace ligature::testing;

namespace {

std::vector<TieSuggestion> suggestions(const Network& network, const TrainedState* state = nullptr)
{
    return suggestTies(network, analyse(network), state);
}

/// "dense2.weight reads dense.weight" of every tie, "ᵀ" where transposed.
QStringList ties(const Network& network, const TieSuggestion& suggestion)
{
    QStringList texts;
    const auto name = [&](const Slot& slot) { return network.layers.at(slot.layer).name + "." + slot.slot; };
    for (const SuggestedTie& tie : suggestion.ties)
        texts << QString::fromStdString(name(tie.b) + " reads " + notation(tie.view, name(tie.a)));
    return texts;
}

} // namespace

class SuggestionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapesThatRepeatOrMirrorAreSuggested_data()
    {
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QList<QStringList>>("expected");
        QTest::newRow("nothing alike") << QList<int>{8, 6, 3} << QList<QStringList>{};
        QTest::newRow("a mirror") << QList<int>{8, 3, 8} << QList<QStringList>{{"dense2.weight reads dense.weightᵀ"}};
        QTest::newRow("a deep mirror") << QList<int>{8, 5, 3, 5, 8}
                                       << QList<QStringList>{{"dense4.weight reads dense.weightᵀ",
                                                              "dense3.weight reads dense2.weightᵀ"}};
        QTest::newRow("a mirror around one layer")
            << QList<int>{8, 5, 5, 8} << QList<QStringList>{{"dense3.weight reads dense.weightᵀ"}};
        QTest::newRow("a layer again and again")
            << QList<int>{4, 5, 5, 5, 3}
            << QList<QStringList>{{"dense3.weight reads dense2.weight", "dense3.bias reads dense2.bias"}};
        QTest::newRow("blocks of two")
            << QList<int>{4, 6, 4, 6, 4, 2}
            << QList<QStringList>{{"dense4.weight reads dense.weightᵀ", "dense3.weight reads dense2.weightᵀ"},
                                  {"dense3.bias reads dense.bias", "dense4.bias reads dense2.bias"}};
    }
    void shapesThatRepeatOrMirrorAreSuggested()
    {
        QFETCH(QList<int>, sizes);
        QFETCH(QList<QStringList>, expected);
        const Project project = perceptron({sizes.begin(), sizes.end()});
        const auto found = suggestions(project.network);
        QList<QStringList> got;
        for (const TieSuggestion& suggestion : found)
            got << ties(project.network, suggestion);
        QCOMPARE(got, expected);
        const auto applied = applySuggestions({project.network, {}}, found);
        QVERIFY2(applied.has_value(), applied ? "" : applied.error().oneLine().c_str());
        QVERIFY(!analyse(applied->network).hasErrors());
        std::int64_t saved = 0;
        for (const TieSuggestion& suggestion : found)
            saved += suggestion.saves;
        const TiePreview preview = previewEdit(project, {project.network, {}}, *applied, nullptr);
        QCOMPARE(preview.parameters_before - preview.parameters_after, saved);
        // What is done is not suggested again.
        QVERIFY(suggestions(applied->network).empty());
    }

    void equalValuesAreFoundAsTheyAreAndTransposed_data()
    {
        QTest::addColumn<bool>("transposed");
        QTest::newRow("as they are") << false;
        QTest::newRow("transposed") << true;
    }
    void equalValuesAreFoundAsTheyAreAndTransposed()
    {
        QFETCH(bool, transposed);
        // Of one shape where the first of them is read as it is.
        const Project project =
            perceptron(transposed ? std::vector<std::int64_t>{4, 7, 4, 3} : std::vector<std::int64_t>{6, 6, 6, 3});
        const Network& network = project.network;
        TrainedState state = *firstState(network, 1);
        const Slot a{layerNamed(network, "dense"), "weight"};
        const Slot b{layerNamed(network, "dense2"), "weight"};
        const auto equalIn = [&](const TrainedState& values) {
            const auto found = suggestions(network, &values);
            return !found.empty() &&
                   found.front().ties == std::vector{SuggestedTie{a, b, transposed ? transposeView() : View{}}} &&
                   found.front().why.starts_with("Every value of dense2.weight equals that of dense.weight");
        };
        QVERIFY(!equalIn(state));
        const TrainedParameter& first = *state.parameters.at(network.ties.at(a).parameter);
        auto copy = std::make_shared<TrainedParameter>(first);
        if (transposed) {
            copy->shape = first.shape.reversed();
            for (std::size_t row = 0; row < 7; ++row) {
                for (std::size_t column = 0; column < 4; ++column)
                    copy->values[column * 7 + row] = first.values[row * 4 + column];
            }
        }
        state.parameters[network.ties.at(b).parameter] = copy;
        QVERIFY(equalIn(state));
        copy->values.back() += 1e-3F;
        QVERIFY(!equalIn(state));
    }

    void equalConstantsAreNoCoincidence()
    {
        const Project project = perceptron({8, 6, 6, 3});
        TrainedState state = *firstState(project.network, 1);
        for (const std::string layer : {"dense", "dense2"}) {
            auto& bias =
                state.parameters.at(project.network.ties.at({layerNamed(project.network, layer), "bias"}).parameter);
            auto zero = std::make_shared<TrainedParameter>(*bias);
            std::ranges::fill(zero->values, 0.0F);
            bias = zero;
        }
        QVERIFY(suggestions(project.network, &state).empty());
    }

    void aTiedAutoencoderNeedsNoSuggestion() { QVERIFY(suggestions(tiedAutoencoder(12, 5).network).empty()); }

    void threeHundredLayersTakeNoTime()
    {
        const Project project = perceptron(std::vector<std::int64_t>(150, 8));
        QElapsedTimer clock;
        clock.start();
        const auto found = suggestions(project.network);
        QVERIFY(!found.empty());
        constexpr qint64 hanging = 20'000; // Milliseconds; a sanitizer's build included.
        QVERIFY2(clock.elapsed() < hanging, qPrintable(QString::number(clock.elapsed())));
    }
};

LIGATURE_GUILESS_TEST(SuggestionsTest)

} // namespace test_suggestions

#include "test_suggestions.moc"
