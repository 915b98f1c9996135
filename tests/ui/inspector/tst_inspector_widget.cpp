// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "tests/ui/dialogs/confirm.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/selection.h"
#include "ui/document/tie_steps.h"
#include "ui/inspector/inspector_widget.h"

namespace tst_inspector_widget {

using namespace ligature;

class InspectorWidgetTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
    std::unique_ptr<QWidget> m_window;
    InspectorWidget* m_inspector = nullptr;
    LayerId m_encoder;
    LayerId m_decoder;
    ParameterId m_w;

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

    void selectLayer(LayerId layer) { m_selection->set({.layers = {layer}}); }

    void choose(const QString& combo_name, const QString& start)
    {
        auto* const combo = find<QComboBox>(combo_name);
        QVERIFY(combo != nullptr);
        const int index = combo->findText(start, Qt::MatchStartsWith);
        QVERIFY2(index >= 0, qPrintable(start));
        combo->setCurrentIndex(index);
        emit combo->activated(index);
        QCoreApplication::processEvents();
    }

    void rename(QLineEdit* line, const QString& name)
    {
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, name);
        QTest::keyClick(line, Qt::Key_Return);
    }

    bool shows(const QString& text)
    {
        QCoreApplication::processEvents();
        return std::ranges::any_of(m_inspector->findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisibleTo(m_inspector) && label->text().contains(text);
        });
    }

    const Layer& encoder() { return m_document->network().layers.at(m_encoder); }
    int outputFeatures()
    {
        return static_cast<int>(std::get<std::int64_t>(encoder().attributes.values().at("out_features")));
    }
    const Tie& tieOf(LayerId layer) { return m_document->network().ties.at(Slot{layer, "weight"}); }
    QUndoStack* undo() { return m_document->undoStack(); }

private Q_SLOTS:
    void init()
    {
        Project project;
        project.name = "Sample";
        Network& network = project.network;
        const LayerId input = addLayer(network, "input", "input", {{"shape", Shape{64}}});
        m_encoder = addLayer(network, "dense", "encoder", {{"out_features", std::int64_t{32}}});
        m_decoder = addLayer(network, "dense", "decoder", {{"out_features", std::int64_t{64}}});
        QVERIFY(link(network, {input, "output"}, {m_encoder, "input"}));
        QVERIFY(link(network, {m_encoder, "output"}, {m_decoder, "input"}));
        m_w = shareSlot(network, Slot{m_encoder, "weight"}, "W");
        m_document = std::make_unique<Document>();
        m_document->replace(std::move(project));
        m_selection = std::make_unique<Selection>();
        m_window = std::make_unique<QWidget>();
        m_inspector = new InspectorWidget(m_document.get(), m_selection.get(), m_window.get());
        (new QVBoxLayout(m_window.get()))->addWidget(m_inspector);
        m_window->resize(320, 700);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void cleanup() { m_window.reset(); }

    void anAttributeChangesTheNetworkInOneNamedStep()
    {
        selectLayer(m_encoder);
        auto* const box = find<QAbstractSpinBox>("Output features");
        QVERIFY(box != nullptr);
        box->stepUp();
        QCOMPARE(outputFeatures(), 33);
        QCOMPARE(undo()->count(), 1);
        QCOMPARE(undo()->undoText(), QString("Set encoder's output features to 33"));
    }

    void stepsInARowAreOneUndoStep()
    {
        selectLayer(m_encoder);
        auto* const box = find<QAbstractSpinBox>("Output features");
        box->setFocus();
        for (int step = 0; step < 5; ++step)
            QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(outputFeatures(), 37);
        QCOMPARE(undo()->count(), 1);
        find<QLineEdit>("Name")->setFocus();
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Up);
        QCOMPARE(undo()->count(), 2);
    }

    void undoRefreshesTheSameFields()
    {
        selectLayer(m_encoder);
        auto* const box = find<QAbstractSpinBox>("Output features");
        box->stepUp();
        undo()->undo();
        QCoreApplication::processEvents();
        QCOMPARE(find<QAbstractSpinBox>("Output features"), box);
        QCOMPARE(box->text(), QString("32"));
    }

    void aLayerIsRenamedInOneStep()
    {
        selectLayer(m_encoder);
        rename(find<QLineEdit>("Name"), "first");
        QCOMPARE(encoder().name, std::string("first"));
        QCOMPARE(undo()->undoText(), QString("Rename encoder to first"));
        QCOMPARE(undo()->count(), 1);
    }

    void aNameThatIsTakenStaysWithTheReason()
    {
        selectLayer(m_encoder);
        auto* const line = find<QLineEdit>("Name");
        rename(line, "decoder");
        QCOMPARE(encoder().name, std::string("encoder"));
        QCOMPARE(line->text(), QString("decoder"));
        QVERIFY(!line->accessibleDescription().isEmpty());
        QVERIFY(shows(line->accessibleDescription()));
        QCOMPARE(undo()->count(), 0);
        QTest::keyClick(line, Qt::Key_Escape);
        QCOMPARE(line->text(), QString("encoder"));
        QVERIFY(line->accessibleDescription().isEmpty());
    }

    void whatIsBeingTypedSurvivesAnEditElsewhere()
    {
        selectLayer(m_encoder);
        auto* const line = find<QLineEdit>("Name");
        line->setFocus();
        line->setText("half");
        QVERIFY(renameLayer(*m_document, m_decoder, "other"));
        QCOMPARE(find<QLineEdit>("Name"), line);
        QCOMPARE(line->text(), QString("half"));
        QVERIFY(line->hasFocus());
    }

    void whatIsTypedIsTakenWhenSomethingElseIsSelected()
    {
        selectLayer(m_encoder);
        auto* const line = find<QLineEdit>("Name");
        line->setFocus();
        line->setText("first");
        selectLayer(m_decoder);
        QTRY_COMPARE(encoder().name, std::string("first"));
    }

    void aSlotIsTiedThroughTheViewThatFits()
    {
        selectLayer(m_decoder);
        choose("What weight reads", "W");
        QVERIFY(tieOf(m_decoder).parameter == m_w);
        QVERIFY(tieOf(m_decoder).view == transposeView());
        QCOMPARE(undo()->undoText(), QString("Tie decoder.weight to Wᵀ"));
        find<QPushButton>("Untie…: weight")->click();
        QVERIFY(tieOf(m_decoder).parameter == m_w); // It shows first what it would do.
        QVERIFY(confirm<TieDialog>(*m_window, *m_document));
        QVERIFY(tieOf(m_decoder).parameter != m_w);
        QCOMPARE(undo()->undoText(), QString("Untie decoder.weight"));
        QCOMPARE(undo()->count(), 2);
    }

    void choosingTheSameParameterAgainIsNoEdit()
    {
        selectLayer(m_encoder);
        choose("What weight reads", "W");
        QCOMPARE(undo()->count(), 0);
    }

    void aTieIsUntiedWithTheChoiceOfAnOwnParameter()
    {
        selectLayer(m_encoder);
        choose("What weight reads", "A parameter of its own");
        QCOMPARE(find<QComboBox>("What weight reads")->currentText().left(1), QString("W"));
        QVERIFY(confirm<TieDialog>(*m_window, *m_document));
        QVERIFY(tieOf(m_encoder).parameter != m_w);
        QVERIFY(find<QPushButton>("Make shared: weight")->isVisible());
    }

    void aTieThatDoesNotFitSaysWhyAndChangesNothing()
    {
        selectLayer(m_encoder);
        const ParameterId before = m_document->network().ties.at(Slot{m_encoder, "bias"}).parameter;
        choose("What bias reads", "W");
        QVERIFY(m_document->network().ties.at(Slot{m_encoder, "bias"}).parameter == before);
        QVERIFY(shows("It needs"));
        QCOMPARE(find<QComboBox>("What bias reads")->currentIndex(), 0);
    }

    void aPrivateParameterIsMadeShared()
    {
        selectLayer(m_decoder);
        find<QPushButton>("Make shared: weight")->click();
        QVERIFY(m_document->network().parameters.at(tieOf(m_decoder).parameter).shared);
        QCOMPARE(undo()->count(), 1);
        QCoreApplication::processEvents();
        QVERIFY(find<QPushButton>("Untie…: weight")->isVisible());
    }

    void aSharedParameterShowsWhatItSaves()
    {
        QVERIFY(perform(*m_document, tieToStep(*m_document, Slot{m_decoder, "weight"}, m_w, transposeView())));
        m_selection->set({.parameters = {m_w}});
        QVERIFY(shows("2,048 values instead of 4,096"));
        QVERIFY(shows("8,192 B"));
        QVERIFY(shows("decoder.weight"));
        find<QCheckBox>("Trainable")->click();
        QVERIFY(!m_document->network().parameters.at(m_w).trainable);
        QCOMPARE(undo()->undoText(), QString("Freeze W"));
    }

    void aUseIsSelectedByItsLink()
    {
        m_selection->set({.parameters = {m_w}});
        QCoreApplication::processEvents();
        for (QLabel* const label : m_inspector->findChildren<QLabel*>()) {
            if (label->text().contains("encoder.weight"))
                emit label->linkActivated(QStringLiteral("layer %1").arg(m_encoder.value));
        }
        QVERIFY(m_selection->items() == (SelectedItems{.layers = {m_encoder}}));
        QVERIFY(find<QLineEdit>("Name") != nullptr);
    }

    void aFindingThatTellsOfManyUnfolds()
    {
        Project project;
        Network& network = project.network;
        LayerId last = addLayer(network, "input", "input", {{"shape", Shape{6}}});
        std::optional<ParameterId> weight;
        for (int i = 0; i < 4; ++i) {
            const LayerId dense =
                addLayer(network, "dense", "layer " + std::to_string(i), {{"out_features", std::int64_t{6}}});
            QVERIFY(link(network, {last, "output"}, {dense, "input"}));
            if (weight)
                QVERIFY(tie(network, *weight, {dense, "weight"}));
            else
                weight = shareSlot(network, {dense, "weight"}, "V");
            last = dense;
        }
        m_document->replace(std::move(project));
        QVERIFY(shows("3 layers read"));
        QVERIFY(shows("Show all 3"));
        QVERIFY(!shows("layer 2"));
        const auto follow = [&] {
            for (QLabel* const label : m_inspector->findChildren<QLabel*>()) {
                if (label->text().contains("layers read"))
                    emit label->linkActivated(QStringLiteral("details bias-untied %1").arg(weight->value));
            }
        };
        follow();
        QVERIFY(shows("layer 2"));
        follow();
        QVERIFY(!shows("layer 2"));
    }

    void theProjectIsShownWhereNothingIsSelected()
    {
        QVERIFY(shows("untied"));
        auto* const text = find<QPlainTextEdit>("Description");
        text->setFocus();
        text->setPlainText("About it");
        QTest::keyClick(text, Qt::Key_Escape);
        QCOMPARE(text->toPlainText(), QString());
        text->setPlainText("About it");
        find<QLineEdit>("Name")->setFocus();
        QCOMPARE(m_document->project().description, std::string("About it"));
        QCOMPARE(undo()->count(), 1);
    }

    void severalThingsAreCountedByKind()
    {
        m_selection->set({.layers = {m_encoder, m_decoder}, .parameters = {m_w}});
        QVERIFY(shows("3 selected"));
        QVERIFY(shows("Dense"));
        QVERIFY(shows("Shared parameter"));
    }

    void aLayerThatGoesTakesItsPageAlong()
    {
        selectLayer(m_encoder);
        find<QLineEdit>("Name")->setFocus();
        QVERIFY(m_document->edit("Remove", [this](Project& project) -> Result<void> {
            remove(project.network, {m_encoder}, {});
            return {};
        }));
        QVERIFY(find<QPlainTextEdit>("Description") != nullptr);
        QCOMPARE(undo()->count(), 1);
    }

    void aLongChoiceOrNameDoesNotWidenThePanel()
    {
        selectLayer(m_decoder); // with its weight's own parameter, whose choices are long
        QCoreApplication::processEvents();
        const int width = m_inspector->minimumWidth();
        QVERIFY(renameLayer(*m_document, m_encoder, QString(60, QLatin1Char('n'))));
        QCoreApplication::processEvents();
        QVERIFY(width <= 296);
        QVERIFY(m_inspector->widget()->minimumSizeHint().width() <= 296);
    }

    void switchingTheBiasOffKeepsTheKeyboard()
    {
        selectLayer(m_encoder);
        auto* const bias = find<QCheckBox>("Bias");
        bias->setFocus();
        QTest::keyClick(bias, Qt::Key_Space);
        QVERIFY(find<QComboBox>("What bias reads") == nullptr);
        QVERIFY(find<QCheckBox>("Bias")->hasFocus());
    }
};

LIGATURE_TEST(InspectorWidgetTest)

} // namespace tst_inspector_widget

#include "tst_inspector_widget.moc"
