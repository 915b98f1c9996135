// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/inspector/inspector_widget.h"

namespace tst_repeat_section {

using namespace ligature;

/// input (8) -> [dense (8) -> relu] x 4 -> out (3), seen in the inspector.
class RepeatSectionTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<QWidget> m_window;
    InspectorWidget* m_inspector = nullptr;
    Project m_start;
    LayerId m_dense, m_relu, m_out;
    RepeatId m_loop;

    template <typename Kind>
    Kind* find(const QString& accessible_name)
    {
        QCoreApplication::processEvents();
        for (Kind* const child : m_inspector->findChildren<Kind*>()) {
            if (child->accessibleName() == accessible_name)
                return child;
        }
        return nullptr;
    }

    bool shows(const QString& text)
    {
        QCoreApplication::processEvents();
        return std::ranges::any_of(m_inspector->findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisibleTo(m_inspector) && label->text().contains(text);
        });
    }

    const Repeat& loop() { return m_document->network().repeats.at(m_loop); }
    QUndoStack* undo() { return m_document->undoStack(); }

private Q_SLOTS:
    void init()
    {
        Project project;
        Network& network = project.network;
        const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{8}}});
        m_dense = addLayer(network, "dense", "dense", {{"out_features", std::int64_t{8}}});
        m_relu = addLayer(network, "relu", "relu");
        m_out = addLayer(network, "dense", "out", {{"out_features", std::int64_t{3}}});
        QVERIFY(link(network, {input, "output"}, {m_dense, "input"}));
        QVERIFY(link(network, {m_dense, "output"}, {m_relu, "input"}));
        QVERIFY(link(network, {m_relu, "output"}, {m_out, "input"}));
        m_loop = *addRepeat(network, {m_dense, m_relu}, 4, true, "loop");
        m_document = std::make_unique<Document>();
        m_document->replace(std::move(project));
        m_start = m_document->project();
        m_selection = std::make_unique<Selection>();
        m_window = std::make_unique<QWidget>();
        m_inspector = new InspectorWidget(m_document.get(), m_selection.get(), m_window.get());
        (new QVBoxLayout(m_window.get()))->addWidget(m_inspector);
        m_window->resize(320, 700);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_selection->set({.repeats = {m_loop}});
        QCoreApplication::processEvents();
    }

    void cleanup() { m_window.reset(); }

    void itSaysWhatTheRepeatIs()
    {
        QCOMPARE(find<QLineEdit>("Name")->text(), QString("loop"));
        QVERIFY(shows("72 instead of 288"));
        QVERIFY(shows(">2: <a href='layer"));
        QVERIFY(shows("8 from <a href='layer"));
        QVERIFY(shows("72 parameters, 288 B"));
        QVERIFY(shows("288 parameters, 1,152 B"));
    }

    void turningTheCountIsOneNamedStep()
    {
        auto* const box = find<QAbstractSpinBox>("Passes");
        QVERIFY(box != nullptr);
        box->setFocus();
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(loop().count, std::int64_t{7});
        QCOMPARE(undo()->count(), 1);
        QCOMPARE(undo()->undoText(), QString("Set loop to 7 passes"));
        QVERIFY(shows("72 instead of 504"));
        const Project turned = m_document->project();
        undo()->undo();
        QCOMPARE(m_document->project(), m_start);
        QVERIFY(shows("72 instead of 288"));
        undo()->redo();
        QCOMPARE(m_document->project(), turned);
        // Another stay of the keyboard in the field is another step.
        find<QLineEdit>("Name")->setFocus();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Down);
        QCOMPARE(undo()->count(), 2);
    }

    void aCountThatCannotBeIsRefusedInItsPlace()
    {
        auto* const box = find<QAbstractSpinBox>("Passes");
        box->setFocus();
        box->selectAll();
        QTest::keyClicks(box, "0");
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(undo()->count(), 0);
        QCOMPARE(loop().count, std::int64_t{4});
        QVERIFY(shows("from 1 to 1000"));
    }

    void sharingIsChosenInOneNamedStep()
    {
        auto* const box = find<QComboBox>("Parameters");
        QVERIFY(box != nullptr);
        box->setCurrentIndex(box->findText("Own", Qt::MatchStartsWith));
        emit box->activated(box->currentIndex());
        QVERIFY(!loop().shared);
        QCOMPARE(undo()->count(), 1);
        QCOMPARE(undo()->undoText(), QString("Give each pass of loop parameters of its own"));
        QVERIFY(shows("288; shared, they would be 72"));
        undo()->undo();
        QCOMPARE(m_document->project(), m_start);
        QCoreApplication::processEvents();
        QVERIFY(find<QComboBox>("Parameters")->currentText().startsWith("Shared"));
    }

    void itIsRenamedAndANameThatCannotBeIsRefused()
    {
        auto* const line = find<QLineEdit>("Name");
        const auto type = [&](const QString& name) {
            line->setFocus();
            line->selectAll();
            QTest::keyClicks(line, name);
            QTest::keyClick(line, Qt::Key_Return);
        };
        type("encoder");
        QCOMPARE(loop().name, std::string("encoder"));
        QCOMPARE(undo()->undoText(), QString("Rename loop to encoder"));
        type("en.coder");
        QCOMPARE(loop().name, std::string("encoder"));
        QVERIFY(shows("The name has a dot"));
        QCOMPARE(undo()->count(), 1);
    }

    void whatIsWrongIsSaidWithItsMend()
    {
        QVERIFY(!shows("cannot be repeated"));
        QVERIFY(m_document->edit("Unlink", [&](Project& project) -> Result<void> {
            unlink(project.network, {m_out, "input"});
            return {};
        }));
        QVERIFY(shows("cannot be repeated"));
        QVERIFY(shows("Link one of their outputs to a layer outside of them"));
        undo()->undo();
        QVERIFY(!shows("cannot be repeated"));
    }

    void itsButtonsSelectItsLayersAndRemoveIt()
    {
        m_inspector->findChild<QPushButton*>("Select its layers")->click();
        QCOMPARE(m_selection->items(), (SelectedItems{.layers = {m_dense, m_relu}}));
        m_selection->set({.repeats = {m_loop}});
        QCoreApplication::processEvents();
        m_inspector->findChild<QPushButton*>("Remove repeat")->click();
        QVERIFY(m_document->network().repeats.empty());
        QCOMPARE(undo()->undoText(), QString("Remove repeat loop"));
        QCoreApplication::processEvents();
        QVERIFY(m_selection->items().empty());
        undo()->undo();
        QCOMPARE(m_document->project(), m_start);
    }

    void aLayerInsideSaysInWhichItIsAndLeadsThere()
    {
        m_selection->set({.layers = {m_dense}});
        QVERIFY(shows("In the repeat <a href='repeat"));
        for (QLabel* const label : m_inspector->findChildren<QLabel*>()) {
            if (label->text().startsWith("In the repeat"))
                emit label->linkActivated(QStringLiteral("repeat %1").arg(m_loop.value));
        }
        QCOMPARE(m_selection->items(), SelectedItems{.repeats = {m_loop}});
        m_selection->set({.layers = {m_out}});
        QVERIFY(!shows("In the repeat"));
    }
};

LIGATURE_TEST(RepeatSectionTest)

} // namespace tst_repeat_section

#include "tst_repeat_section.moc"
