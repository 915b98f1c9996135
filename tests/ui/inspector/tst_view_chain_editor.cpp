// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSpinBox>
#include <QAction>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/view_edits.h"
#include "ui/inspector/tie_controls.h"
#include "ui/inspector/view_picture.h"
#include "ui/inspector/view_step_row.h"

namespace tst_view_chain_editor {

using namespace ligature;

/// The chain of views of a tie, edited with keys and clicks. W is 32 × 64 and the decoder needs 64 × 32.
class ViewChainEditorTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> m_document;
    std::unique_ptr<QWidget> m_window;
    TieControls* m_controls = nullptr;
    Slot m_encoder;
    Slot m_decoder;
    ParameterId m_w;

    void open(const Slot& slot)
    {
        m_window = std::make_unique<QWidget>();
        m_controls = new TieControls(m_document.get(), slot, m_window.get());
        (new QVBoxLayout(m_window.get()))->addWidget(m_controls);
        m_window->resize(280, 900);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        connect(m_document.get(), &Document::changed, m_controls, &TieControls::refresh);
        m_controls->refresh();
    }

    const Tie& tie(const Slot& slot) { return m_document->network().ties.at(slot); }
    QUndoStack* undo() { return m_document->undoStack(); }
    QList<ViewStepRow*> rows()
    {
        QList<ViewStepRow*> shown;
        for (ViewStepRow* const row : m_controls->findChildren<ViewStepRow*>()) {
            if (row->isVisible())
                shown << row;
        }
        std::ranges::sort(shown, {}, [](const ViewStepRow* row) { return row->y(); });
        return shown;
    }
    QString textOf(const QString& name) { return m_controls->findChild<QLabel*>(name)->text(); }
    QPushButton* button(const QString& name) { return m_controls->findChild<QPushButton*>(name); }
    QList<QAction*> offered()
    {
        QMenu* const menu = button("Add a step")->menu();
        emit menu->aboutToShow();
        return menu->actions();
    }
    QAction* offer(const QString& title)
    {
        for (QAction* const action : offered()) {
            if (action->text().section('\t', 0, 0) == title)
                return action;
        }
        return nullptr;
    }
    void add(const QString& title)
    {
        QAction* const action = offer(title);
        QVERIFY2(action != nullptr && action->isEnabled(), qPrintable(title));
        action->trigger();
        QCoreApplication::processEvents();
    }
    void type(QWidget* field, const QString& text)
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Return);
        QCoreApplication::processEvents();
    }
    QAbstractSpinBox* box(ViewStepRow* row, const QString& name)
    {
        for (auto* const found : row->findChildren<QAbstractSpinBox*>()) {
            if (found->accessibleName() == name)
                return found;
        }
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        Project project;
        Network& network = project.network;
        const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{64}}});
        m_encoder = {addLayer(network, "dense", "encoder", {{"out_features", std::int64_t{32}}}), "weight"};
        m_decoder = {addLayer(network, "dense", "decoder", {{"out_features", std::int64_t{64}}}), "weight"};
        QVERIFY(link(network, {input, "output"}, {m_encoder.layer, "input"}));
        QVERIFY(link(network, {m_encoder.layer, "output"}, {m_decoder.layer, "input"}));
        m_w = shareSlot(network, m_encoder, "W");
        QVERIFY(ligature::tie(network, m_w, m_decoder, transposeView()));
        m_document = std::make_unique<Document>();
        m_document->replace(std::move(project));
        open(m_decoder);
    }

    void cleanup() { m_window.reset(); }

    void aChainIsWrittenOutWithTheShapeOfEachStep()
    {
        QCOMPARE(textOf("Notation"), QString("Wᵀ"));
        QCOMPARE(rows().size(), 1);
        QCOMPARE(rows()[0]->accessibleName(), QString("Step 1: Transposed"));
        QVERIFY(textOf("Verdict").startsWith("Fits"));
        add("Slice");
        QCOMPARE(rows().size(), 2);
        QCOMPARE(tie(m_decoder).view.size(), std::size_t{2});
        QCOMPARE(undo()->undoText(), QString("Add “Slice” to how decoder.weight reads"));
        undo()->undo();
        QCOMPARE(rows().size(), 1);
    }

    void whatFitsIsOfferedFirstAndWhatCannotComeIsGreyedWithTheReason()
    {
        QVERIFY(setView(*m_document, m_decoder, transposeView()));
        QVERIFY(removeViewStep(*m_document, m_decoder, 0));
        const QList<QAction*> actions = offered();
        QCOMPARE(actions[0]->text(), QString("Fits weight"));
        QCOMPARE(actions[1]->text(), QString("Transposed\t64 × 32"));
        QVERIFY(!actions[1]->toolTip().isEmpty());
        QAction* const circulant = offer("Circulant");
        QVERIFY(circulant != nullptr && !circulant->isEnabled());
        QVERIFY(circulant->toolTip().contains("Only a vector"));
        QVERIFY(circulant->text().contains("only a vector"));
    }

    void aChainThatDoesNotFitSaysWhyAndIsMendedByUndo()
    {
        QTest::keyClick(rows()[0], Qt::Key_Delete);
        QVERIFY(tie(m_decoder).view.empty());
        QCOMPARE(undo()->undoText(), QString("Remove “Transposed” from how decoder.weight reads"));
        QVERIFY(textOf("Verdict").contains("needs 64 × 32"));
        QVERIFY(textOf("Verdict").contains("W gives 32 × 64"));
        QVERIFY(textOf("Verdict").contains("“Transposed”"));
        // Another shape of W would break the encoder.
        QVERIFY(!button("Set the parameter's shape")->isVisible());
        undo()->undo();
        QVERIFY(textOf("Verdict").startsWith("Fits"));
    }

    void stepsAreMovedByKeyAndClickAndKeepTheKeyboard()
    {
        add("Flipped");
        ViewStepRow* const flip = rows()[1];
        flip->setFocus();
        QTest::keyClick(flip, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(tie(m_decoder).view[0].type, std::string("flip"));
        QCOMPARE(undo()->undoText(), QString("Read “Flipped” earlier at decoder.weight"));
        QCoreApplication::processEvents();
        QCOMPARE(rows()[0], flip);
        QVERIFY(flip->hasFocus());
        QTest::mouseClick(flip->findChild<QToolButton*>("Later"), Qt::LeftButton);
        QCOMPARE(tie(m_decoder).view[1].type, std::string("flip"));
        QCoreApplication::processEvents();
        QCOMPARE(rows()[1], flip);
        const int before = undo()->count();
        QTest::keyClick(flip, Qt::Key_Down, Qt::AltModifier); // It is the last already.
        QCOMPARE(undo()->count(), before);
        QTest::mouseClick(flip->findChild<QToolButton*>("Remove"), Qt::LeftButton);
        QCOMPARE(tie(m_decoder).view, transposeView());
        QCoreApplication::processEvents();
        QVERIFY(rows()[0]->hasFocus());
    }

    void anAttributeIsTypedAndTheFieldStays()
    {
        add("Slice");
        auto* const stop = box(rows()[1], "Stop");
        QVERIFY(stop != nullptr);
        const int before = undo()->count();
        type(stop, "16");
        QCOMPARE(textOf("Notation"), QString("Wᵀ[0:16]"));
        QCOMPARE(undo()->undoText(), QString("Set the stop of “Slice” at decoder.weight to 16"));
        QCOMPARE(undo()->count(), before + 1);
        QVERIFY(stop->hasFocus());
        QCOMPARE(box(rows()[1], "Stop"), stop);
        undo()->undo();
        QCOMPARE(stop->text(), QString("0"));
    }

    void aValueThatTheStepCannotReadIsRefusedWithTheReason()
    {
        add("Slice");
        const int before = undo()->count();
        type(box(rows()[1], "Start"), "99");
        QVERIFY(!tie(m_decoder).view[1].attributes.contains("start") ||
                std::get<std::int64_t>(tie(m_decoder).view[1].attributes.values().at("start")) < 64);
        bool says_why = false;
        for (const QLabel* const label : rows()[1]->findChildren<QLabel*>())
            says_why = says_why || (label->isVisible() && label->text().contains("starts at 99"));
        QVERIFY(says_why);
        QVERIFY(undo()->count() <= before + 1); // "9" is one, "99" is none.
    }

    void theParametersShapeIsSetInOneClickWhereThatMendsIt()
    {
        QVERIFY(untieSlots(*m_document, {m_encoder})); // Now the decoder is W's only use.
        add("Slice");
        type(box(rows()[1], "Stop"), "16");
        QPushButton* const mend = button("Set the parameter's shape");
        QVERIFY2(!mend->isVisible(), "no parameter gives 64 rows out of a slice of 16");
        type(box(rows()[1], "Stop"), "0");
        type(box(rows()[1], "Start"), "16");
        QVERIFY(mend->isVisible());
        QCOMPARE(mend->text(), QString("Set W's shape to 32 × 80"));
        QTest::mouseClick(mend, Qt::LeftButton);
        QCOMPARE(*m_document->network().parameters.at(m_w).shape, (Shape{32, 80}));
        QVERIFY(textOf("Verdict").startsWith("Fits"));
        QCOMPARE(undo()->undoText(), QString("Set W's shape to 32 × 80"));
    }

    void theParametersShapeIsTypedBesideTheChain()
    {
        QVERIFY(untieSlots(*m_document, {m_encoder}));
        add("Hashed");
        QVERIFY(textOf("Verdict").startsWith("Fits"));
        auto* const line = m_controls->findChild<QLineEdit*>("The parameter's shape");
        QVERIFY(line->isVisible());
        type(line, "100");
        QCOMPARE(*m_document->network().parameters.at(m_w).shape, Shape{100});
        QVERIFY(textOf("Verdict").contains("cannot") || textOf("Verdict").startsWith("Does not fit"));
        QTest::keyClick(rows()[0], Qt::Key_Delete); // A vector cannot be transposed, but hashed.
        QVERIFY(textOf("Verdict").startsWith("Fits"));
        const int before = undo()->count();
        type(line, "0");
        QCOMPARE(undo()->count(), before);
        QCOMPARE(*m_document->network().parameters.at(m_w).shape, Shape{100});
    }

    void theGradientOfAUseIsStopped()
    {
        auto* const stop = m_controls->findChild<QCheckBox*>("Stop this use's gradient");
        QVERIFY(setGradientFactor(*m_document, {m_decoder}, 0.25));
        QTest::keyClick(stop, Qt::Key_Space);
        QCOMPARE(tie(m_decoder).gradient_factor, 0.0);
        QCOMPARE(undo()->undoText(), QString("Stop the gradient of decoder.weight"));
        QTest::keyClick(stop, Qt::Key_Space);
        QCOMPARE(tie(m_decoder).gradient_factor, 0.25);
        undo()->undo();
        QVERIFY(stop->isChecked());
    }

    void thePictureShowsEachEntryInTheColourOfWhatItReads()
    {
        auto* const picture = m_controls->findChild<ViewPicture*>();
        QVERIFY(picture->isVisible());
        QVERIFY(picture->toolTip().contains("2,048 of 2,048 entries"));
        const ViewGrid& grid = picture->grid();
        QCOMPARE(grid.source[1], std::int64_t{64}); // The transpose reads down the first column.
        QVERIFY(picture->colourOf(0) != picture->colourOf(63));
        QVERIFY(picture->colourOf(0) != picture->colourOf(64 * 31));
        add("Slice");
        type(box(rows()[1], "Stop"), "16");
        QCOMPARE(std::ranges::count(picture->grid().is_read, true), 16 * 32);
        QVERIFY(picture->grid().is_read[15] && !picture->grid().is_read[16]); // W's first 16 columns.
    }

    void aLargeParameterIsSampled()
    {
        const ViewGrid grid = viewGrid({ViewStep{"slice", {{"stop", std::int64_t{500}}}}}, Shape{1000, 100'000'000});
        QVERIFY(grid.parameter.isSampled());
        QVERIFY(grid.parameter.rows() <= 64 && grid.parameter.columns() <= 64);
        for (std::int64_t row = 0; row < grid.parameter.rows(); ++row) {
            const auto cell = static_cast<std::size_t>(row * grid.parameter.columns());
            QCOMPARE(grid.is_read[cell], row * 1000 / grid.parameter.rows() < 500);
        }
    }

    void foldingAndFindingBackAgree_data()
    {
        QTest::addColumn<QList<int>>("extents");
        QTest::newRow("a scalar") << QList<int>{};
        QTest::newRow("a short vector") << QList<int>{7};
        QTest::newRow("a wrapped vector") << QList<int>{101};
        QTest::newRow("a matrix") << QList<int>{5, 9};
        QTest::newRow("kernels") << QList<int>{4, 3, 3, 2};
    }
    void foldingAndFindingBackAgree()
    {
        QFETCH(QList<int>, extents);
        const Shape shape(std::vector<std::int64_t>(extents.begin(), extents.end()));
        const FoldedShape folded(shape);
        std::set<std::int64_t> seen;
        for (std::int64_t row = 0; row < folded.rows(); ++row) {
            for (std::int64_t column = 0; column < folded.columns(); ++column) {
                const std::int64_t entry = folded.entryAt(row, column);
                if (entry < 0)
                    continue;
                seen.insert(entry);
                QCOMPARE(folded.cellOf(entry), row * folded.columns() + column);
            }
        }
        QCOMPARE(static_cast<std::int64_t>(seen.size()), shape.elementCount());
    }

    void tabGoesDownTheChain()
    {
        add("Slice");
        rows()[1]->findChild<QToolButton*>("Earlier")->click(); // The slice comes first.
        QCoreApplication::processEvents();
        m_controls->findChild<QLineEdit*>("The parameter's shape")->setFocus();
        const auto tab = [] { QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); };
        tab();
        QCOMPARE(QApplication::focusWidget(), rows()[0]);
        for (int i = 0; i < 3; ++i)
            tab(); // later, remove, and the first field
        QCOMPARE(QApplication::focusWidget()->accessibleName(), QString("Axis"));
        while (rows()[0]->isAncestorOf(QApplication::focusWidget()))
            tab();
        QCOMPARE(QApplication::focusWidget(), rows()[1]);
        while (rows()[1]->isAncestorOf(QApplication::focusWidget()) || rows()[1]->hasFocus())
            tab();
        QCOMPARE(QApplication::focusWidget(), button("Add a step"));
    }

    void whatCannotMoveShowsNoArrow()
    {
        QVERIFY(!rows()[0]->findChild<QToolButton*>("Earlier")->isEnabled());
        QVERIFY(rows()[0]->findChild<QToolButton*>("Later")->icon().isNull());
        add("Flipped");
        QVERIFY(rows()[0]->findChild<QToolButton*>("Later")->isEnabled());
        QVERIFY(!rows()[0]->findChild<QToolButton*>("Later")->icon().isNull());
        QVERIFY(!rows()[1]->findChild<QToolButton*>("Later")->isEnabled());
    }

    void theStepsThatMendAreNamedButForAHash()
    {
        QTest::keyClick(rows()[0], Qt::Key_Delete);
        QVERIFY(textOf("Verdict").contains("add “Transposed”"));
        QVERIFY(!textOf("Verdict").contains("Hashed"));
    }

    void aLongChainDoesNotWidenThePanel()
    {
        const int width = m_controls->minimumSizeHint().width();
        for (int i = 0; i < 6; ++i)
            add("Slice");
        QVERIFY(width <= 250);
        QVERIFY(m_controls->minimumSizeHint().width() <= 250);
    }
};

LIGATURE_TEST(ViewChainEditorTest)

} // namespace tst_view_chain_editor

#include "tst_view_chain_editor.moc"
