// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/names.h"
#include "ui/document/selection.h"

namespace tst_selection {

using namespace ligature;

class SelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sayingTheSameAgainIsNoChange()
    {
        Selection selection;
        QSignalSpy spy(&selection, &Selection::changed);
        selection.set({.layers = {LayerId{3}}});
        selection.set({.layers = {LayerId{3}}});
        QCOMPARE(spy.count(), 1);
        selection.clear();
        QCOMPARE(spy.count(), 2);
        QVERIFY(selection.items().empty());
    }

    void theHighlightIsToldWhenItChanges()
    {
        Selection selection;
        QSignalSpy spy(&selection, &Selection::highlightChanged);
        selection.setHighlighted(ParameterId{3});
        selection.setHighlighted(ParameterId{3});
        selection.setHighlighted(std::nullopt);
        QCOMPARE(spy.count(), 2);
    }

    void pruningKeepsWhatIsThereAndDropsTheRest()
    {
        TiedAutoencoder t = tiedAutoencoder();
        Selection selection;
        selection.set({.layers = {t.encoder, t.relu},
                       .parameters = {t.weight},
                       .links = {Port{t.relu, "input"}, Port{t.loss, "target"}},
                       .ties = {t.encoder_weight, t.decoder_weight}});
        selection.setHighlighted(t.weight);

        selection.prune(t.project.network);
        QCOMPARE(selection.items().ties.size(), std::size_t{2});

        untieSlot(t.project.network, t.decoder_weight);
        remove(t.project.network, {t.relu}, {});
        selection.prune(t.project.network);
        QVERIFY((selection.items() == SelectedItems{.layers = {t.encoder},
                                                    .parameters = {t.weight},
                                                    .links = {Port{t.loss, "target"}},
                                                    .ties = {t.encoder_weight}}));
        QCOMPARE(selection.highlighted()->value, t.weight.value);

        remove(t.project.network, {}, {t.weight});
        selection.prune(t.project.network);
        QVERIFY(selection.items().parameters.empty());
        QVERIFY(selection.items().ties.empty());
        QVERIFY(!selection.highlighted());
    }

    void theSelectionIsDescribedInWords_data()
    {
        QTest::addColumn<int>("layers");
        QTest::addColumn<bool>("parameter");
        QTest::addColumn<int>("links");
        QTest::addColumn<int>("ties");
        QTest::addColumn<QString>("words");
        QTest::newRow("a layer by its name") << 1 << false << 0 << 0 << "input";
        QTest::newRow("layers by their number") << 3 << false << 0 << 0 << "3 layers";
        QTest::newRow("a layer and a parameter") << 1 << true << 0 << 0 << "input and W";
        QTest::newRow("layers and a parameter with links between") << 2 << true << 2 << 1 << "2 layers and W";
        QTest::newRow("a link by where it arrives") << 0 << false << 1 << 0 << "link to encoder";
        QTest::newRow("links by their number") << 0 << false << 2 << 0 << "2 links";
        QTest::newRow("a tie by its slot") << 0 << false << 0 << 1 << "tie of encoder.weight";
        QTest::newRow("a link and ties") << 0 << false << 1 << 2 << "1 link and 2 ties";
    }

    void theSelectionIsDescribedInWords()
    {
        QFETCH(int, layers);
        QFETCH(bool, parameter);
        QFETCH(int, links);
        QFETCH(int, ties);
        QFETCH(QString, words);
        const TiedAutoencoder t = tiedAutoencoder();
        SelectedItems items;
        const LayerId all_layers[] = {t.input, t.encoder, t.relu};
        items.layers.insert(all_layers, all_layers + layers);
        if (parameter)
            items.parameters.insert(t.weight);
        const Port all_links[] = {{t.encoder, "input"}, {t.relu, "input"}};
        items.links.insert(all_links, all_links + links);
        const Slot all_ties[] = {t.encoder_weight, t.decoder_weight};
        items.ties.insert(all_ties, all_ties + ties);
        QCOMPARE(describe(t.project.network, items), words);
    }
};

LIGATURE_GUILESS_TEST(SelectionTest)

} // namespace tst_selection

#include "tst_selection.moc"
