// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/remedy_buttons.h"
#include "ui/editor/network_scene.h"
#include "ui/inspector/inspector_widget.h"

namespace tst_remedy {

using namespace ligature;

namespace {

DataFacts fiveColumns()
{
    return {.name = "flowers",
            .sample_count = 100,
            .feature_shape = Shape{5},
            .target_kind = TargetKind::Values,
            .target_shape = Shape{1},
            .no_index = DataFacts::NoIndex{1, 0.5F}};
}

} // namespace

/// What does not fit the data is marked at its node as soon as the data are known, with a button that mends it.
class RemedyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theInputIsMarkedOnceTheDataAreKnown()
    {
        ShownCanvas canvas(tiedAutoencoder());
        QVERIFY(remedyTitle(canvas, "input").isEmpty());
        canvas.document.setDataFacts(fiveColumns());
        QCOMPARE(remedyTitle(canvas, "input"), QString("Make it 5"));
        canvas.document.setDataFacts(std::nullopt);
        QVERIFY(remedyTitle(canvas, "input").isEmpty());
    }

    void aPressOnTheButtonIsOneUndoStep()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.document.setDataFacts(fiveColumns());
        const QPoint button = buttonOf(canvas, "input");
        canvas.press(button);
        canvas.release(button);
        QCOMPARE(shapeOf(canvas, "input"), Shape{5});
        QVERIFY(remedyTitle(canvas, "input").isEmpty());
        QCOMPARE(canvas.document.undoStack()->count(), 1);
        QCOMPARE(canvas.document.undoStack()->undoText(), QString("Make it 5"));
        QVERIFY(canvas.selection.items().layers.empty()); // It was the button that was pressed, not the node.
        canvas.document.undoStack()->undo();
        QCOMPARE(shapeOf(canvas, "input"), Shape{64});
        QCOMPARE(remedyTitle(canvas, "input"), QString("Make it 5"));
    }

    void whoLetsGoElsewhereChangesNothing()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.document.setDataFacts(fiveColumns());
        const QPoint button = buttonOf(canvas, "input");
        canvas.press(button);
        canvas.moveTo(button + QPoint(0, 200));
        canvas.release(button + QPoint(0, 200));
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void otherDataTakeTheMark()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.document.setDataFacts(fiveColumns());
        QVERIFY(canvas.document.edit("Choose data", [](Project& project) {
            project.data = {.format = "iris"};
            return Result<void>();
        }));
        QVERIFY(!canvas.document.dataFacts());
        QVERIFY(remedyTitle(canvas, "input").isEmpty());
    }

    void theNetworksOwnErrorsHaveTheirMends()
    {
        ShownCanvas canvas(ProjectBuilder()
                               .layer("input", "input", {{"shape", Shape{4}}})
                               .layer("dense", "dense", {{"out_features", std::int64_t{2}}})
                               .build());
        QCOMPARE(remedyTitle(canvas, "dense"), QString("Link \"input\" to it"));
        canvas.click(buttonOf(canvas, "dense"));
        QCOMPARE(canvas.network().links.size(), std::size_t(1));
    }

    void whatOnlyOtherDataMendAsksForThem()
    {
        ShownCanvas canvas(ProjectBuilder()
                               .layer("input", "input", {{"shape", Shape{4}}})
                               .layer("dense", "dense", {{"out_features", std::int64_t{3}}})
                               .layer("target", "target")
                               .layer("softmax_cross_entropy", "loss")
                               .linked("input", "dense")
                               .linked("dense", "loss", "logits")
                               .linked("target", "loss", "target")
                               .build());
        DataFacts facts = fiveColumns();
        facts.feature_shape = Shape{4};
        facts.target_kind = TargetKind::None;
        canvas.document.setDataFacts(facts);
        QCOMPARE(remedyTitle(canvas, "target"), QString("Choose data…"));
        QSignalSpy asked(&canvas.document, &Document::dataAsked);
        canvas.click(buttonOf(canvas, "target"));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(canvas.document.undoStack()->count(), 0);
        QCOMPARE(remedyTitle(canvas, "target"), QString("Choose data…"));
    }

    void wrongSettingsAreMendedInTheInspector()
    {
        ShownCanvas canvas(tiedAutoencoder());
        QVERIFY(canvas.document.edit("Break", [](Project& project) {
            project.training.batch_size = 0;
            return Result<void>();
        }));
        InspectorWidget inspector(&canvas.document, &canvas.selection);
        inspector.show();
        const auto buttons = inspector.findChildren<QPushButton*>("remedy");
        const auto button = std::ranges::find(buttons, QString("Use the usual batch size"), &QPushButton::text);
        QVERIFY(button != buttons.end());
        (*button)->click();
        QCOMPARE(canvas.document.project().training.batch_size, TrainingSettings().batch_size);
        QCOMPARE(canvas.document.undoStack()->count(), 2);
    }

    void buttonsOfSeveralNodesSayWhose()
    {
        ShownCanvas canvas(ProjectBuilder()
                               .layer("input", "input", {{"shape", Shape{4}}})
                               .layer("dense", "first", {{"out_features", std::int64_t{-1}}})
                               .layer("dense", "second", {{"out_features", std::int64_t{-1}}})
                               .linked("input", "first")
                               .linked("first", "second")
                               .build());
        InspectorWidget inspector(&canvas.document, &canvas.selection);
        inspector.show();
        QStringList titles;
        for (const QPushButton* const button : inspector.findChildren<QPushButton*>("remedy"))
            titles << button->text();
        QVERIFY2(titles.contains("first: Use the usual value"), qPrintable(titles.join(u'|')));
        QVERIFY2(titles.contains("second: Use the usual value"), qPrintable(titles.join(u'|')));
    }

    void theInspectorHasTheSameButton()
    {
        ShownCanvas canvas(tiedAutoencoder());
        InspectorWidget inspector(&canvas.document, &canvas.selection);
        inspector.show();
        canvas.selection.set({.layers = {canvas.layer("input")}});
        QCoreApplication::processEvents();
        QVERIFY(inspector.findChildren<QPushButton*>("remedy").isEmpty());
        canvas.document.setDataFacts(fiveColumns());
        QTRY_COMPARE(inspector.findChildren<QPushButton*>("remedy").size(), 1);
        auto* const button = inspector.findChild<QPushButton*>("remedy");
        QCOMPARE(button->text(), QString("Make it 5"));
        QVERIFY(button->toolTip().contains("The input has 64 values a sample"));
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QCOMPARE(shapeOf(canvas, "input"), Shape{5});
        QTRY_VERIFY(inspector.findChildren<QPushButton*>("remedy").isEmpty());
    }

private:
    static const Remedy* remedyOf(const ShownCanvas& canvas, const std::string& node, QPointF* place = nullptr)
    {
        // Wherever the button is around the node.
        const QRectF extent = canvas.item(node)->sceneBoundingRect();
        for (qreal y = extent.top(); y < extent.bottom(); y += 2) {
            for (qreal x = extent.left(); x < extent.right(); x += 4) {
                if (const Remedy* const remedy = canvas.item(node)->remedyAt({x, y})) {
                    if (place != nullptr)
                        *place = {x + 8, y + 8};
                    return remedy;
                }
            }
        }
        return nullptr;
    }

    static QString remedyTitle(const ShownCanvas& canvas, const std::string& node)
    {
        const Remedy* const remedy = remedyOf(canvas, node);
        return remedy == nullptr ? QString() : QString::fromStdString(remedy->title);
    }

    static QPoint buttonOf(ShownCanvas& canvas, const std::string& node)
    {
        QPointF place;
        if (remedyOf(canvas, node, &place) == nullptr)
            qFatal("there is no button");
        return canvas.at(place);
    }

    static Shape shapeOf(const ShownCanvas& canvas, const std::string& layer)
    {
        return canvas.network().layers.at(canvas.layer(layer)).attributes.get<Shape>("shape");
    }
};

LIGATURE_TEST(RemedyTest)

} // namespace tst_remedy

#include "tst_remedy.moc"
