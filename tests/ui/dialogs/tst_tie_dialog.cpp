// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QTest>

#include "core/data/data_format.h"
#include "core/project/examples.h"
#include "core/retying/tie_preview.h"
#include "core/training/trainer.h"
#include "tests/support/test_program.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/named_edits.h"

namespace tst_tie_dialog {

using namespace ligature;

namespace {

/// The tied autoencoder on digits, its decoder untied.
struct Untied {
    Document document;
    ParameterId shared;
    Slot decoder;

    Untied()
    {
        document.replace(*loadExample("tied-autoencoder-digits"));
        for (const auto& [id, parameter] : document.network().parameters) {
            if (parameter.shared)
                shared = id;
        }
        decoder = usesOf(document.network(), shared).at(1);
        if (!untieSlots(document, {decoder}))
            qFatal("not untied");
    }
    /// Some steps of both, so that the two differ.
    void train()
    {
        const auto data = std::make_shared<const Dataset>(*loadDataset(document.project().data, {}));
        auto trainer = Trainer::create(document.project(), data);
        (*trainer)->advance(20, std::chrono::hours(1));
        document.setTrained(std::make_shared<const TrainingState>((*trainer)->state()), data);
    }
    TieDialog* open(QWidget* over)
    {
        openTieDialog(&document, "Tie", "It reads", tieToSteps(document, decoder), over);
        return over->findChild<TieDialog*>();
    }
    const TrainedParameter& of(const TrainedNetwork& network, const Slot& slot) const
    {
        return *network.state->parameters.at(network.network.ties.at(slot).parameter);
    }
};

QString preview(const TieDialog* dialog)
{
    return dialog->findChild<QLabel*>("preview")->text().remove(QRegularExpression("<[^>]*>"));
}

} // namespace

class TieDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void beforeTrainingItTellsWhatIsSavedAndTiesAtEnter()
    {
        Untied sample;
        QWidget window;
        window.show();
        TieDialog* const dialog = sample.open(&window);
        QVERIFY(dialog != nullptr);
        auto* const tie = dialog->findChild<QPushButton*>("do");
        QTRY_VERIFY(tie->isEnabled());
        // Untying has kept the first values, so there is nothing to choose between.
        QVERIFY2(preview(dialog).contains("none: no value changes"), qPrintable(preview(dialog)));
        QVERIFY2(preview(dialog).contains("saves"), qPrintable(preview(dialog)));
        QVERIFY(!dialog->findChild<QRadioButton*>("keep_first")->isVisible());
        const int steps = sample.document.undoStack()->count();
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(sample.document.undoStack()->count(), steps + 1);
        QVERIFY(sample.document.network().ties.at(sample.decoder) == (Tie{sample.shared, transposeView()}));
        QVERIFY2(sample.document.undoStack()->undoText().startsWith("Tie decoder.weight to "),
                 qPrintable(sample.document.undoStack()->undoText()));
    }

    void withTrainedValuesItAsksWhatToKeepAndTellsTheLoss_data()
    {
        QTest::addColumn<QString>("button");
        QTest::newRow("of the parameter") << "keep_first";
        QTest::newRow("of the slot") << "keep_second";
        QTest::newRow("the mean") << "keep_mean";
    }
    void withTrainedValuesItAsksWhatToKeepAndTellsTheLoss()
    {
        QFETCH(QString, button);
        Untied sample;
        sample.train();
        const TrainedNetwork before = sample.document.trainedNetwork();
        const TrainedParameter a = *before.state->parameters.at(sample.shared);
        const TrainedParameter b = sample.of(before, sample.decoder);
        QWidget window;
        window.show();
        TieDialog* const dialog = sample.open(&window);
        auto* const choice = dialog->findChild<QRadioButton*>(button);
        QTRY_VERIFY(dialog->findChild<QPushButton*>("do")->isEnabled());
        QVERIFY(choice->isVisible() && choice->isEnabled());
        QTest::mouseClick(choice, Qt::LeftButton, {}, QPoint(8, choice->height() / 2));
        QVERIFY(choice->isChecked());
        QTRY_VERIFY(dialog->findChild<QPushButton*>("do")->isEnabled());
        QVERIFY2(preview(dialog).contains("of the trained values"), qPrintable(preview(dialog)));
        QVERIFY2(!preview(dialog).contains("known once"), qPrintable(preview(dialog)));
        QTest::mouseClick(dialog->findChild<QPushButton*>("do"), Qt::LeftButton);
        QTRY_VERIFY(sample.document.network().ties.at(sample.decoder).parameter == sample.shared);
        const TrainedParameter& tied = *sample.document.trainedNetwork().state->parameters.at(sample.shared);
        const float of_b = b.values.at(static_cast<std::size_t>(b.shape[1])); // At (1, 0), which is (0, 1) of A.
        QVERIFY(of_b != a.values.at(1));
        const double mean = (double(a.values.at(1)) + double(of_b)) / 2;
        QCOMPARE(tied.values.at(1), button == "keep_first"    ? a.values.at(1)
                                    : button == "keep_second" ? of_b
                                                              : static_cast<float>(mean));
        sample.document.undoStack()->undo();
        QCOMPARE(sample.document.trainedNetwork(), before);
    }

    void untyingOneUseChangesNeitherValueNorLoss()
    {
        Untied sample;
        QVERIFY(perform(sample.document, tieToStep(sample.document, sample.decoder, sample.shared, transposeView())));
        sample.train();
        QWidget window;
        window.show();
        openTieDialog(&sample.document, "Untie", {}, {untieStep(sample.document, sample.decoder)}, &window);
        auto* const dialog = window.findChild<TieDialog*>();
        auto* const act = dialog->findChild<QPushButton*>("do");
        QTRY_VERIFY(act->isEnabled());
        QVERIFY2(preview(dialog).contains("none: no value changes"), qPrintable(preview(dialog)));
        QVERIFY2(preview(dialog).contains("2,048 more"), qPrintable(preview(dialog)));
        const QRegularExpression losses(QStringLiteral("next batch(\\S+) → (\\S+)"));
        const QRegularExpressionMatch match = losses.match(preview(dialog));
        QVERIFY2(match.hasMatch(), qPrintable(preview(dialog)));
        QCOMPARE(match.captured(1), match.captured(2));
        QTest::mouseClick(act, Qt::LeftButton);
        QTRY_VERIFY(sample.document.network().ties.at(sample.decoder).parameter != sample.shared);
        QCOMPARE(sample.document.undoStack()->undoText(), QString("Untie decoder.weight"));
    }

    void aTieOfTrainedValuesThatDifferAsksFirst()
    {
        Untied sample;
        QWidget window;
        window.show();
        sample.train();
        QVERIFY(tieOrAsk(&sample.document, tieToStep(sample.document, sample.decoder, sample.shared, transposeView()),
                         &window));
        QVERIFY(window.findChild<TieDialog*>() != nullptr);
        QVERIFY(sample.document.network().ties.at(sample.decoder).parameter != sample.shared);
    }

    void aTieThatLosesNoTrainingIsMadeAtOnce()
    {
        Untied sample;
        QWidget window;
        QVERIFY(tieOrAsk(&sample.document, tieToStep(sample.document, sample.decoder, sample.shared, transposeView()),
                         &window));
        QVERIFY(window.findChild<TieDialog*>() == nullptr);
        QVERIFY(sample.document.network().ties.at(sample.decoder).parameter == sample.shared);
    }

    void escapeLeavesAllAsItIs()
    {
        Untied sample;
        QWidget window;
        window.show();
        TieDialog* const dialog = sample.open(&window);
        const Project before = sample.document.project();
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!dialog->isVisible());
        QCOMPARE(sample.document.project(), before);
    }

    void aRefusalIsToldInTheDialog()
    {
        Untied sample;
        QWidget window;
        window.show();
        std::set<LayerId> all;
        for (const auto& [id, layer] : sample.document.network().layers)
            all.insert(id);
        openTieDialog(&sample.document, "Tie branches", {}, {tieBranchesStep(sample.document, all)}, &window);
        auto* const dialog = window.findChild<TieDialog*>();
        QTRY_VERIFY2(preview(dialog).contains("the selected layers are one branch"), qPrintable(preview(dialog)));
        QVERIFY(!dialog->findChild<QPushButton*>("do")->isEnabled());
    }

    void aLayerIsUsedAgainAtANewOne()
    {
        Untied sample;
        QWidget window;
        window.show();
        openTieDialog(&sample.document, "Use layer again", "At", useAgainSteps(sample.document, sample.decoder.layer),
                      &window);
        auto* const dialog = window.findChild<TieDialog*>();
        auto* const act = dialog->findChild<QPushButton*>("do");
        QTRY_VERIFY(act->isEnabled());
        const std::size_t layers = sample.document.network().layers.size();
        QTest::mouseClick(act, Qt::LeftButton);
        QTRY_COMPARE(sample.document.network().layers.size(), layers + 1);
        const LayerId copy = sample.document.network().layers.rbegin()->first;
        const Network& network = sample.document.network();
        for (const std::string slot : {"weight", "bias"}) {
            QVERIFY(network.ties.at({copy, slot}).parameter == network.ties.at({sample.decoder.layer, slot}).parameter);
        }
        QVERIFY(sample.document.project().canvas.layers.contains(copy));
        QVERIFY(sample.document.project().canvas.parameters.contains(network.ties.at({copy, "bias"}).parameter));
    }
};

LIGATURE_TEST(TieDialogTest)

} // namespace tst_tie_dialog

#include "tst_tie_dialog.moc"
