// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/layers/layer_type.h"
#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/tie_steps.h"

namespace tst_named_edits {

using namespace ligature;

namespace {

AttributeSpec specOf(const std::string& type, const std::string& name)
{
    const auto specs = findLayerType(type)->attributes();
    return *std::ranges::find(specs, name, &AttributeSpec::name);
}

} // namespace

class NamedEditsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sample = tiedAutoencoder();
        m_document = std::make_unique<Document>();
        m_document->replace(m_sample.project);
    }

    void attributeStepsSayWhatTheyDo_data();
    void attributeStepsSayWhatTheyDo();
    void anAttributeOutOfRangeIsRefused();
    void aDefaultIsNotWritten();
    void oneOfTwoLayersThatRefusesKeepsBothAsTheyWere();
    void aTakenNameIsRefused();
    void aSharedSlotGetsANodeBelowItsLayer();
    void nodesOfSharedSlotsDoNotCoverEachOther();
    void aTieReadsTransposedWhereOnlyThatFits();
    void aTieThatDoesNotFitIsRefusedWithBothShapes();
    void aTieDoesNotGuessWhichPartToRead();
    void aViewThatDoesNotFitIsRefused();
    void aViewKeepsTheGradientFactor();
    void whatIsGoneIsAnError();

private:
    QString step() const { return m_document->undoStack()->undoText(); }

    TiedAutoencoder m_sample;
    std::unique_ptr<Document> m_document;
};

void NamedEditsTest::attributeStepsSayWhatTheyDo_data()
{
    QTest::addColumn<bool>("both");
    QTest::addColumn<QString>("attribute");
    QTest::addColumn<QString>("step");
    QTest::newRow("a number") << false << "out_features"
                              << "Set encoder's output features to 16";
    QTest::newRow("a number of two layers") << true << "out_features"
                                            << "Set the output features of 2 layers to 16";
    QTest::newRow("a switch") << false << "bias"
                              << "Turn off bias of encoder";
}

void NamedEditsTest::attributeStepsSayWhatTheyDo()
{
    QFETCH(bool, both);
    QFETCH(QString, attribute);
    QFETCH(QString, step);
    std::set<LayerId> layers = {m_sample.encoder};
    if (both)
        layers.insert(m_sample.decoder);
    const AttributeValue value = attribute == "bias" ? AttributeValue(false) : AttributeValue(std::int64_t{16});
    QVERIFY(setAttribute(*m_document, layers, specOf("dense", attribute.toStdString()), value));
    QCOMPARE(this->step(), step);
}

void NamedEditsTest::anAttributeOutOfRangeIsRefused()
{
    const auto done = setAttribute(*m_document, {m_sample.encoder}, specOf("dense", "out_features"), std::int64_t{0});
    QVERIFY(!done);
    QVERIFY(!done.error().mend.empty());
    QVERIFY(m_document->project() == m_sample.project);
}

void NamedEditsTest::aDefaultIsNotWritten()
{
    const AttributeSpec spec = specOf("dense", "out_features");
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{33}));
    QVERIFY(m_document->network().layers.at(m_sample.encoder).attributes.contains("out_features"));
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, spec.default_value));
    QVERIFY(!m_document->network().layers.at(m_sample.encoder).attributes.contains("out_features"));
}

void NamedEditsTest::oneOfTwoLayersThatRefusesKeepsBothAsTheyWere()
{
    const auto done =
        setAttribute(*m_document, {m_sample.encoder, m_sample.relu}, specOf("dense", "out_features"), std::int64_t{5});
    QVERIFY(!done);
    QVERIFY(m_document->project() == m_sample.project);
}

void NamedEditsTest::aTakenNameIsRefused()
{
    QVERIFY(!renameLayer(*m_document, m_sample.encoder, QStringLiteral("decoder")));
    QVERIFY(!renameLayer(*m_document, m_sample.encoder, QString()));
    QVERIFY(renameLayer(*m_document, m_sample.encoder, QStringLiteral("Kodierer ü")));
    QCOMPARE(step(), QStringLiteral("Rename encoder to Kodierer ü"));
}

void NamedEditsTest::aSharedSlotGetsANodeBelowItsLayer()
{
    const Slot bias{m_sample.encoder, "bias"};
    QVERIFY(shareSlot(*m_document, bias));
    const ParameterId shared = m_document->network().ties.at(bias).parameter;
    QVERIFY(m_document->network().parameters.at(shared).shared);
    const Canvas& canvas = m_document->project().canvas;
    QVERIFY(canvas.parameters.at(shared).y > canvas.layers.at(m_sample.encoder).y);
    QCOMPARE(step(), QStringLiteral("Share encoder.bias"));
}

void NamedEditsTest::nodesOfSharedSlotsDoNotCoverEachOther()
{
    QVERIFY(untieSlots(*m_document, {m_sample.encoder_weight}));
    QVERIFY(shareSlot(*m_document, Slot{m_sample.encoder, "bias"}));
    QVERIFY(shareSlot(*m_document, m_sample.encoder_weight));
    std::vector<double> places;
    for (const auto& [id, position] : m_document->project().canvas.parameters)
        places.push_back(position.x);
    std::ranges::sort(places);
    QCOMPARE(places.size(), std::size_t{3});
    QVERIFY(places[1] - places[0] >= 100 || places[2] - places[1] >= 100);
}

void NamedEditsTest::aTieReadsTransposedWhereOnlyThatFits()
{
    QVERIFY(untieSlots(*m_document, {m_sample.decoder_weight}));
    QCOMPARE(*viewThatFits(*m_document, m_sample.weight, m_sample.decoder_weight), transposeView());
    QCOMPARE(*viewThatFits(*m_document, m_sample.weight, m_sample.encoder_weight), View{});
}

void NamedEditsTest::aTieThatDoesNotFitIsRefusedWithBothShapes()
{
    const auto done = viewThatFits(*m_document, m_sample.weight, Slot{m_sample.encoder, "bias"});
    QVERIFY(!done);
    const QString message = QString::fromStdString(done.error().oneLine());
    QVERIFY2(message.contains("32 × 64") && message.contains("needs 32"), qPrintable(message));
}

void NamedEditsTest::aTieDoesNotGuessWhichPartToRead()
{
    // Any row of W (32 × 64) would fit the decoder's bias of 64.
    QVERIFY(!viewThatFits(*m_document, m_sample.weight, Slot{m_sample.decoder, "bias"}));
}

void NamedEditsTest::aViewThatDoesNotFitIsRefused()
{
    QVERIFY(!setView(*m_document, m_sample.decoder_weight, View{}));
    QVERIFY(m_document->project() == m_sample.project);
}

void NamedEditsTest::aViewKeepsTheGradientFactor()
{
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, specOf("dense", "out_features"), std::int64_t{64}));
    QVERIFY(setGradientFactor(*m_document, {m_sample.decoder_weight}, 0.25));
    QVERIFY(setView(*m_document, m_sample.decoder_weight, View{}));
    QCOMPARE(step(), QStringLiteral("Let decoder.weight read W"));
    QCOMPARE(m_document->network().ties.at(m_sample.decoder_weight).gradient_factor, 0.25);
}

void NamedEditsTest::whatIsGoneIsAnError()
{
    const LayerId layer{12345};
    const ParameterId parameter{12345};
    QVERIFY(!renameLayer(*m_document, layer, QStringLiteral("x")));
    QVERIFY(!renameParameter(*m_document, parameter, QStringLiteral("x")));
    QVERIFY(!setAttribute(*m_document, {layer}, specOf("dense", "bias"), true));
    QVERIFY(!editParameters(*m_document, {parameter}, QStringLiteral("Change"), [](Parameter&) {}));
    QVERIFY(!shareSlot(*m_document, Slot{layer, "weight"}));
    QVERIFY(!perform(*m_document, tieToStep(*m_document, Slot{layer, "weight"}, m_sample.weight, {})));
    QVERIFY(!perform(*m_document, tieToStep(*m_document, m_sample.encoder_weight, parameter, {})));
    QVERIFY(!perform(*m_document, untieStep(*m_document, Slot{layer, "weight"})));
    QVERIFY(!setView(*m_document, Slot{layer, "weight"}, View{}));
    QVERIFY(!setGradientFactor(*m_document, {Slot{layer, "weight"}}, 1));
    QCOMPARE(m_document->undoStack()->count(), 0);
}

LIGATURE_GUILESS_TEST(NamedEditsTest)

} // namespace tst_named_edits

#include "tst_named_edits.moc"
