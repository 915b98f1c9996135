// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QMimeData>
#include <QTest>

#include "tests/support/test_program.h"
#include "ui/palette/node_catalogue.h"
#include "ui/palette/node_filter_model.h"

namespace tst_node_catalogue {

using namespace ligature;

class NodeCatalogueTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerTypeAndTheSharedParameterAreListed()
    {
        const NodeCatalogue catalogue;
        QCOMPARE(catalogue.entries().size(), layerTypes().size() + 1);
        for (const NodeEntry& entry : catalogue.entries()) {
            QVERIFY(!entry.title.isEmpty() && !entry.group.isEmpty() && !entry.summary.isEmpty());
            QCOMPARE(entry.isParameter(), findLayerType(entry.type.toStdString()) == nullptr);
        }
        QCOMPARE(catalogue.search(QString()).size(), catalogue.entries().size());
    }

    void everyCategoryIsUnderOneHeading()
    {
        const NodeCatalogue catalogue;
        QVERIFY(catalogue.entries().front().isParameter());
        QStringList groups;
        for (const NodeEntry& entry : catalogue.entries()) {
            if (groups.isEmpty() || groups.back() != entry.group)
                groups.append(entry.group);
        }
        QCOMPARE(groups.removeDuplicates(), 0);
    }

    void theBestAnswerComesFirst_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("first");
        QTest::newRow("the whole title") << "ReLU"
                                         << "relu";
        QTest::newRow("in any case") << "DENSE"
                                     << "dense";
        QTest::newRow("its beginning") << "sig"
                                       << "sigmoid";
        QTest::newRow("the beginning of a later word") << "entropy"
                                                       << "binary_cross_entropy";
        QTest::newRow("initials") << "mse"
                                  << "mean_squared_error";
        QTest::newRow("initials over a hyphen") << "bce"
                                                << "binary_cross_entropy";
        QTest::newRow("a part") << "aten"
                                << "concatenate";
        QTest::newRow("letters in their order") << "lkrl"
                                                << "leaky_relu";
        QTest::newRow("two words in either order") << "entropy binary"
                                                   << "binary_cross_entropy";
        QTest::newRow("two words, of the title and of the summary") << "dense bias"
                                                                    << "dense";
        QTest::newRow("a word of the summary") << "torch"
                                               << "dense";
        QTest::newRow("a group") << "regular"
                                 << "dropout";
        QTest::newRow("the shared parameter") << "shared"
                                              << "parameter";
        QTest::newRow("with spaces around") << "  add "
                                            << "add";
    }

    void theBestAnswerComesFirst()
    {
        QFETCH(QString, text);
        QFETCH(QString, first);
        const NodeCatalogue catalogue;
        const std::vector<int> found = catalogue.search(text);
        QVERIFY(!found.empty());
        QCOMPARE(catalogue.entries()[static_cast<std::size_t>(found.front())].type, first);
    }

    void whatDoesNotMatchIsLeftOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("letters of nothing") << "zzz";
        QTest::newRow("one of two words") << "dense zzz";
        QTest::newRow("letters strewn over a long title") << "mdror";
    }

    void whatDoesNotMatchIsLeftOut()
    {
        QFETCH(QString, text);
        QVERIFY(NodeCatalogue().search(text).empty());
    }

    void matchedLettersAreTold()
    {
        const NodeEntry entry{.type = "mean_squared_error",
                              .title = "Mean squared error",
                              .category = LayerCategory::Loss,
                              .group = "Losses",
                              .summary = {},
                              .help = {}};
        QCOMPARE(NodeCatalogue::match(entry, "mse")->positions, (std::vector<int>{0, 5, 13}));
        QCOMPARE(NodeCatalogue::match(entry, "squ")->positions, (std::vector<int>{5, 6, 7}));
        QVERIFY(NodeCatalogue::match(entry, "")->positions.empty());
    }

    void headingsShowOnlyWithoutASearch()
    {
        NodeFilterModel model;
        model.setGrouped(true);
        const auto headings = [&] {
            int count = 0;
            for (int row = 0; row < model.rowCount(); ++row)
                count += model.index(row).data(NodeFilterModel::HeadingRole).toBool() ? 1 : 0;
            return count;
        };
        QVERIFY(headings() >= 7);
        QVERIFY(model.index(0).data(NodeFilterModel::HeadingRole).toBool());
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        QCOMPARE(model.firstEntry().row(), 1);
        QVERIFY(model.entryAt(model.index(0)) == nullptr);
        model.setSearch("dense");
        QCOMPARE(headings(), 0);
        QCOMPARE(model.firstEntry().data(NodeFilterModel::TypeRole).toString(), QString("dense"));
    }

    void onlyWhatIsAcceptedIsListed()
    {
        NodeFilterModel model;
        model.setAccepts([](const NodeEntry& entry) { return entry.category == LayerCategory::Loss; });
        QVERIFY(model.rowCount() >= 3);
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.index(row).data(NodeFilterModel::CategoryRole).toInt(), int(LayerCategory::Loss));
    }

    void anEntryIsDraggedAsItsType()
    {
        NodeFilterModel model;
        model.setSearch("dense");
        const std::unique_ptr<QMimeData> data(model.mimeData({model.firstEntry()}));
        QCOMPARE(data->data("application/x-ligature-node"), QByteArray("dense"));
    }
};

LIGATURE_GUILESS_TEST(NodeCatalogueTest)

} // namespace tst_node_catalogue

#include "tst_node_catalogue.moc"
