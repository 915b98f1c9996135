// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTest>

#include "core/network/edits.h"
#include "core/project/examples.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/suggestions_dialog.h"
#include "ui/document/document.h"

namespace tst_suggestions_dialog {

using namespace ligature;

namespace {

/// input (8), three Denses of 8 in a row, a Dense of 3 with its loss: one layer used again is suggested.
Project stack()
{
    Project project;
    Network& network = project.network;
    LayerId last = addLayer(network, "input", "x", {{"shape", Shape{8}}});
    for (const std::int64_t width : {8, 8, 8, 3}) {
        const LayerId dense = addLayer(network, "dense", {}, {{"out_features", width}});
        if (!link(network, {last, "output"}, {dense, "input"}))
            qFatal("not linked");
        last = dense;
    }
    return project;
}

} // namespace

class SuggestionsDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsCheckedIsTiedAsOneStep()
    {
        Document document;
        document.replace(stack());
        SuggestionsDialog dialog(&document);
        dialog.show();
        auto* const list = dialog.findChild<QListWidget*>("suggestions");
        auto* const apply = dialog.findChild<QPushButton*>("do");
        QCOMPARE(list->count(), 1);
        QVERIFY2(list->item(0)->text().contains("Saves 144 parameters"), qPrintable(list->item(0)->text()));
        QCOMPARE(list->item(0)->checkState(), Qt::Checked);
        QTRY_VERIFY(apply->isEnabled());
        // Nothing checked, nothing to do; the space bar checks it again.
        list->setCurrentRow(0);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(list->item(0)->checkState(), Qt::Unchecked);
        QTRY_VERIFY(!apply->isEnabled());
        QTest::keyClick(list, Qt::Key_Space);
        QTRY_VERIFY(apply->isEnabled());
        const std::int64_t before = document.account().tied.parameters;
        const Project untied = document.project();
        QTest::mouseClick(apply, Qt::LeftButton);
        QCOMPARE(document.undoStack()->count(), 1);
        QCOMPARE(before - document.account().tied.parameters, 144);
        QVERIFY(!dialog.isVisible());
        document.undoStack()->undo();
        QCOMPARE(document.project(), untied);
    }

    void aNetworkThatIsTiedHasNothingToSuggest()
    {
        Document document;
        document.replace(*loadExample("tied-autoencoder-digits"));
        SuggestionsDialog dialog(&document);
        dialog.show();
        QVERIFY(dialog.findChild<QLabel*>("nothing")->isVisible());
        QVERIFY(!dialog.findChild<QPushButton*>("do")->isVisible());
    }
};

LIGATURE_TEST(SuggestionsDialogTest)

} // namespace tst_suggestions_dialog

#include "tst_suggestions_dialog.moc"
