// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/document.h"
#include "ui/document/edit_selection.h"

namespace tst_edit_selection {

using namespace ligature;

class EditSelectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sample = tiedAutoencoder();
        m_document = std::make_unique<Document>();
        m_document->replace(m_sample.project);
        m_selection = std::make_unique<Selection>();
    }

    void deletingEmptiesTheSelection();
    void deletingATieUntiesItsSlot();
    void closingTheGapLinksThrough();
    void deletingNothingIsNoStep();
    void theStepSaysWhatIsDeleted();
    void duplicatesAreSelectedAndLieBesideTheirSource();
    void aDuplicateKeepsOutsideTiesIfAsked();
    void aDuplicateWithItsParameterSharesNothingWithItsSource();
    void aCopiedOutsideParameterOfOneUseBecomesPrivate();
    void pastingTwiceDoesNotCoverTheFirst();
    void pastingAtAPlacePutsTheTopLeftCornerThere();
    void pastingIntoAnotherDocumentBringsTheParameterAlong();
    void idsOfAnotherDocumentDoNotTieByChance();
    void everythingCanBeSelected();
    void theUsesOfAParameterCanBeSelected();

private:
    const Network& network() const { return m_document->network(); }

    TiedAutoencoder m_sample;
    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
};

void EditSelectionTest::deletingEmptiesTheSelection()
{
    m_selection->set({.layers = {m_sample.relu}, .links = {Port{m_sample.relu, "input"}}});
    QVERIFY(deleteSelection(*m_document, *m_selection));
    QVERIFY(m_selection->items().empty());
    QVERIFY(!network().layers.contains(m_sample.relu));
    QVERIFY(!network().links.contains(Port{m_sample.decoder, "input"}));
}

void EditSelectionTest::deletingATieUntiesItsSlot()
{
    m_selection->set({.ties = {m_sample.decoder_weight}});
    QVERIFY(deleteSelection(*m_document, *m_selection));
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Untie decoder.weight"));
    const ParameterId own = network().ties.at(m_sample.decoder_weight).parameter;
    QVERIFY(own != m_sample.weight);
    QVERIFY(!network().parameters.at(own).shared);
    QVERIFY(m_selection->items().empty());
}

void EditSelectionTest::closingTheGapLinksThrough()
{
    m_selection->set({.layers = {m_sample.relu}});
    QVERIFY(deleteSelection(*m_document, *m_selection, Gap::Close));
    QVERIFY((network().links.at(Port{m_sample.decoder, "input"}) == Port{m_sample.encoder, "output"}));
}

void EditSelectionTest::deletingNothingIsNoStep()
{
    QVERIFY(deleteSelection(*m_document, *m_selection));
    QCOMPARE(m_document->undoStack()->count(), 0);
}

void EditSelectionTest::theStepSaysWhatIsDeleted()
{
    m_selection->set({.layers = {m_sample.relu, m_sample.loss}});
    QVERIFY(deleteSelection(*m_document, *m_selection));
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Delete 2 layers"));
}

void EditSelectionTest::duplicatesAreSelectedAndLieBesideTheirSource()
{
    m_selection->set({.layers = {m_sample.encoder, m_sample.relu}});
    QVERIFY(duplicateSelection(*m_document, *m_selection, PastedTies::Copy));
    const std::set<LayerId> copies = m_selection->items().layers;
    QCOMPARE(copies.size(), std::size_t{2});
    QVERIFY(!copies.contains(m_sample.encoder) && !copies.contains(m_sample.relu));
    const auto encoder = findLayer(network(), "encoder2");
    const auto relu = findLayer(network(), "relu2");
    QVERIFY(encoder && relu);
    QVERIFY((network().links.at(Port{*relu, "input"}) == Port{*encoder, "output"}));
    QVERIFY(!network().links.contains(Port{*encoder, "input"}));
    const Canvas& canvas = m_document->project().canvas;
    QCOMPARE(canvas.layers.at(*encoder).x, canvas.layers.at(m_sample.encoder).x + 40);
    QCOMPARE(canvas.layers.at(*encoder).y, canvas.layers.at(m_sample.encoder).y + 40);
}

void EditSelectionTest::aDuplicateKeepsOutsideTiesIfAsked()
{
    m_selection->set({.layers = {m_sample.encoder}});
    QVERIFY(duplicateSelection(*m_document, *m_selection, PastedTies::Keep));
    const Slot copy{*m_selection->items().layers.begin(), "weight"};
    QCOMPARE(network().ties.at(copy).parameter.value, m_sample.weight.value);
    QCOMPARE(usesOf(network(), m_sample.weight).size(), std::size_t{3});
    QVERIFY(m_selection->items().parameters.empty());
}

void EditSelectionTest::aDuplicateWithItsParameterSharesNothingWithItsSource()
{
    m_selection->set({.layers = {m_sample.encoder, m_sample.decoder}, .parameters = {m_sample.weight}});
    QVERIFY(duplicateSelection(*m_document, *m_selection, PastedTies::Keep));
    QCOMPARE(m_selection->items().parameters.size(), std::size_t{1});
    const ParameterId copy = *m_selection->items().parameters.begin();
    QVERIFY(copy != m_sample.weight);
    QCOMPARE(network().parameters.at(copy).name, std::string("W2"));
    QCOMPARE(usesOf(network(), m_sample.weight).size(), std::size_t{2});
    const std::vector<Slot> uses = usesOf(network(), copy);
    QCOMPARE(uses.size(), std::size_t{2});
    QCOMPARE(network().ties.at(uses[1]).view, transposeView());
    QVERIFY(m_document->project().canvas.colours.at(copy) != m_document->project().canvas.colours.at(m_sample.weight));
    QVERIFY(m_document->project().canvas.parameters.contains(copy));
}

void EditSelectionTest::aCopiedOutsideParameterOfOneUseBecomesPrivate()
{
    m_selection->set({.layers = {m_sample.encoder}});
    QVERIFY(duplicateSelection(*m_document, *m_selection, PastedTies::Copy));
    const Slot copy{*m_selection->items().layers.begin(), "weight"};
    QVERIFY(!network().parameters.at(network().ties.at(copy).parameter).shared);
    QCOMPARE(usesOf(network(), m_sample.weight).size(), std::size_t{2});
}

void EditSelectionTest::pastingTwiceDoesNotCoverTheFirst()
{
    const CopiedNodes nodes = copyNodes(m_document->project(), {.layers = {m_sample.relu}});
    QVERIFY(paste(*m_document, *m_selection, nodes, PastedTies::Keep));
    const LayerId first = *m_selection->items().layers.begin();
    QVERIFY(paste(*m_document, *m_selection, nodes, PastedTies::Keep));
    const LayerId second = *m_selection->items().layers.begin();
    const Canvas& canvas = m_document->project().canvas;
    QVERIFY(!(canvas.layers.at(first) == canvas.layers.at(second)));
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Paste relu"));
}

void EditSelectionTest::pastingAtAPlacePutsTheTopLeftCornerThere()
{
    const CopiedNodes nodes = copyNodes(m_document->project(),
                                        {.layers = {m_sample.relu, m_sample.decoder}, .parameters = {m_sample.weight}});
    QVERIFY(paste(*m_document, *m_selection, nodes, PastedTies::Keep, CanvasPosition{-1000, 2000}));
    const Canvas& canvas = m_document->project().canvas;
    const ParameterId weight = *m_selection->items().parameters.begin();
    QCOMPARE(canvas.parameters.at(weight).x, -1000.0); // the leftmost
    QCOMPARE(canvas.layers.at(*findLayer(network(), "relu2")).x, -900.0);
    QCOMPARE(canvas.layers.at(*findLayer(network(), "relu2")).y, 2000.0); // among the topmost
    QCOMPARE(canvas.parameters.at(weight).y, 2220.0);
}

void EditSelectionTest::pastingIntoAnotherDocumentBringsTheParameterAlong()
{
    const CopiedNodes nodes = copyNodes(m_document->project(), {.layers = {m_sample.encoder, m_sample.decoder}});
    Document other;
    QVERIFY(!hasOutsideTies(other.network(), nodes.fragment));
    QVERIFY(paste(other, *m_selection, nodes, PastedTies::Keep));
    QCOMPARE(other.network().layers.size(), std::size_t{2});
    const auto weight = findSharedParameter(other.network(), "W");
    QVERIFY(weight);
    QCOMPARE(usesOf(other.network(), *weight).size(), std::size_t{2});
    QVERIFY(m_selection->items().parameters.contains(*weight));
}

void EditSelectionTest::idsOfAnotherDocumentDoNotTieByChance()
{
    const CopiedNodes nodes = copyNodes(m_document->project(), {.layers = {m_sample.encoder}});
    Document other;
    TiedAutoencoder foreign = tiedAutoencoder();
    foreign.project.network.parameters.at(foreign.weight).name = "Unrelated";
    other.replace(foreign.project);
    QVERIFY(!hasOutsideTies(other.network(), nodes.fragment));
    QVERIFY(paste(other, *m_selection, nodes, PastedTies::Keep));
    QCOMPARE(usesOf(other.network(), foreign.weight).size(), std::size_t{2});
}

void EditSelectionTest::everythingCanBeSelected()
{
    selectAll(*m_document, *m_selection);
    QCOMPARE(m_selection->items().layers.size(), std::size_t{5});
    QVERIFY((m_selection->items().parameters == std::set{m_sample.weight}));
}

void EditSelectionTest::theUsesOfAParameterCanBeSelected()
{
    selectUses(*m_document, *m_selection, m_sample.weight);
    QVERIFY((m_selection->items() == SelectedItems{.ties = {m_sample.encoder_weight, m_sample.decoder_weight}}));
}

LIGATURE_GUILESS_TEST(EditSelectionTest)

} // namespace tst_edit_selection

#include "tst_edit_selection.moc"
