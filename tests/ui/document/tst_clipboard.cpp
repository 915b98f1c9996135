// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/clipboard.h"

namespace tst_clipboard {

using namespace ligature;

class ClipboardTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCopiedComesBackEqual()
    {
        const TiedAutoencoder t = tiedAutoencoder();
        const SelectedItems items{.layers = {t.encoder, t.relu, t.decoder}, .parameters = {t.weight}};
        QVERIFY(copySelection(t.project, items, *QGuiApplication::clipboard()));
        const auto nodes = copiedNodes(QGuiApplication::clipboard()->mimeData());
        QVERIFY2(nodes, nodes ? "" : nodes.error().oneLine().c_str());
        QVERIFY(*nodes == copyNodes(t.project, items));
        QVERIFY(nodes->fragment.chosen_parameters.contains(t.weight));
        QCOMPARE(nodes->canvas.layers.size(), std::size_t{3});
    }

    void aParameterThatWasNotChosenIsToldApart()
    {
        const TiedAutoencoder t = tiedAutoencoder();
        QVERIFY(copySelection(t.project, {.layers = {t.encoder}}, *QGuiApplication::clipboard()));
        const auto nodes = copiedNodes(QGuiApplication::clipboard()->mimeData());
        QVERIFY(nodes);
        QVERIFY(nodes->fragment.chosen_parameters.empty());
        QVERIFY(hasOutsideTies(t.project.network, nodes->fragment));
    }

    void linksAloneAreNotCopied()
    {
        const TiedAutoencoder t = tiedAutoencoder();
        QGuiApplication::clipboard()->setText(QStringLiteral("kept"));
        QVERIFY(!copySelection(t.project, {.links = {Port{t.relu, "input"}}}, *QGuiApplication::clipboard()));
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("kept"));
    }

    void whatIsNotOursIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << QByteArray("hello");
        QTest::newRow("an empty object") << QByteArray("{}");
        QTest::newRow("a project") << QByteArray(R"({"format": "ligature", "version": 1})");
        QTest::newRow("a newer version") << QByteArray(R"({"format": "ligature-fragment", "version": 2})");
        QTest::newRow("a chosen parameter that is not there")
            << QByteArray(R"({"format": "ligature-fragment", "version": 1, "chosen_parameters": [7],
                              "network": {"layers": [], "parameters": [], "links": [], "ties": [], "next_id": 9},
                              "canvas": {"layers": [], "parameters": []}})");
        QTest::newRow("a tie to nothing")
            << QByteArray(R"({"format": "ligature-fragment", "version": 1, "chosen_parameters": [],
                              "network": {"layers": [{"id": 1, "type": "dense", "name": "d"}], "parameters": [],
                                          "links": [], "next_id": 9,
                                          "ties": [{"layer": 1, "slot": "weight", "parameter": 3}]},
                              "canvas": {"layers": [], "parameters": []}})");
    }

    void whatIsNotOursIsRefused()
    {
        QFETCH(QByteArray, json);
        QMimeData data;
        data.setData(QLatin1String(fragmentMimeType), json);
        QVERIFY(hasCopiedNodes(&data));
        const auto nodes = copiedNodes(&data);
        QVERIFY(!nodes);
        QVERIFY(nodes.error().where.starts_with("clipboard"));
        QVERIFY(!nodes.error().what.empty());
    }

    void aTextIsNothingToPaste()
    {
        QMimeData data;
        data.setText(QStringLiteral("hello"));
        QVERIFY(!hasCopiedNodes(&data));
        QVERIFY(!copiedNodes(&data));
        QVERIFY(!copiedNodes(nullptr));
    }
};

LIGATURE_TEST(ClipboardTest)

} // namespace tst_clipboard

#include "tst_clipboard.moc"
