// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "tests/support/test_program.h"
#include "tests/support/tied_autoencoder.h"
#include "ui/document/document.h"
#include "ui/document/edit_selection.h"
#include "ui/document/named_edits.h"
#include "ui/document/tie_steps.h"

namespace tst_document {

using namespace ligature;

namespace {

using EditFunction = std::function<Result<void>(Document&, const TiedAutoencoder&)>;

const AttributeSpec& specOf(const std::string& type, const std::string& name)
{
    static std::vector<AttributeSpec> specs;
    specs = findLayerType(type)->attributes();
    return *std::ranges::find(specs, name, &AttributeSpec::name);
}

Result<void> onSelection(Document& document, SelectedItems items, Result<void> (*act)(Document&, Selection&))
{
    Selection selection;
    selection.set(std::move(items));
    return act(document, selection);
}

} // namespace

class DocumentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_sample = tiedAutoencoder();
        m_document = std::make_unique<Document>();
        m_document->replace(m_sample.project);
    }

    void undoAndRedoRestoreEveryValue_data();
    void undoAndRedoRestoreEveryValue();
    void anErrorChangesNothing();
    void anEditWithoutADifferenceIsNoStep();
    void stepsWithOneKeyBecomeOne();
    void aValueTurnedBackLeavesNoStep();
    void stepsWithOtherKeysStayApart();
    void aStepAfterTheSavedStateDoesNotMergeIntoIt();
    void theSignalNamesExactlyWhatChanged();
    void undoSaysTheChangeReversed();
    void shapesAndCountsFollowTheNetwork();
    void countsFollowTheOptimizer();
    void theModifiedStateFollowsTheUndoStack();
    void replacingStartsAnew();
    void theTitleIsTheNameOrTheFile();
    void savingAndOpeningGiveTheSameProject();
    void aFailedSaveLeavesTheDocumentModified();
    void aFailedOpenChangesNothing();
    void everySharedParameterGetsAColourOfItsOwn();
    void positionsOfGoneNodesGo();

private:
    TiedAutoencoder m_sample;
    std::unique_ptr<Document> m_document;
};

void DocumentTest::undoAndRedoRestoreEveryValue_data()
{
    QTest::addColumn<EditFunction>("edit");
    const auto row = [](const char* name, EditFunction edit) { QTest::newRow(name) << std::move(edit); };
    const auto direct = [](std::function<Result<void>(Project&, const TiedAutoencoder&)> change) -> EditFunction {
        return [change](Document& d, const TiedAutoencoder& t) {
            return d.edit(QStringLiteral("Edit"), [&](Project& p) { return change(p, t); });
        };
    };
    row("adding a layer", direct([](Project& p, const TiedAutoencoder&) -> Result<void> {
            const LayerId id = addLayer(p.network, "dense");
            p.canvas.layers[id] = {1, 2};
            return {};
        }));
    row("adding a shared parameter", direct([](Project& p, const TiedAutoencoder&) -> Result<void> {
            addSharedParameter(p.network);
            return {};
        }));
    row("linking over a link", direct([](Project& p, const TiedAutoencoder& t) {
            return link(p.network, Port{t.encoder, "output"}, Port{t.decoder, "input"});
        }));
    row("unlinking", direct([](Project& p, const TiedAutoencoder& t) -> Result<void> {
            unlink(p.network, Port{t.relu, "input"});
            return {};
        }));
    row("moving a layer", direct([](Project& p, const TiedAutoencoder& t) -> Result<void> {
            p.canvas.layers[t.relu] = {-5, 7};
            return {};
        }));
    row("moving a shared parameter", direct([](Project& p, const TiedAutoencoder& t) -> Result<void> {
            p.canvas.parameters[t.weight].x += 1;
            return {};
        }));
    row("another colour", direct([](Project& p, const TiedAutoencoder& t) -> Result<void> {
            p.canvas.colours[t.weight] = 3;
            return {};
        }));
    row("another data source", direct([](Project& p, const TiedAutoencoder&) -> Result<void> {
            p.data.format = "iris";
            p.data.scaling = "standardize";
            return {};
        }));
    row("other training settings", direct([](Project& p, const TiedAutoencoder&) -> Result<void> {
            p.training.epochs = 7;
            p.training.optimizer_attributes.set("learning_rate", 0.5);
            return {};
        }));
    row("all of it at once", direct([](Project& p, const TiedAutoencoder&) -> Result<void> {
            p = Project{};
            p.name = "Nothing";
            p.network.next_id = 99;
            return {};
        }));
    row("renaming a layer",
        [](Document& d, const TiedAutoencoder& t) { return renameLayer(d, t.encoder, QStringLiteral("first")); });
    row("renaming a parameter",
        [](Document& d, const TiedAutoencoder& t) { return renameParameter(d, t.weight, QStringLiteral("V")); });
    row("setting an attribute", [](Document& d, const TiedAutoencoder& t) {
        return setAttribute(d, {t.encoder}, specOf("dense", "out_features"), std::int64_t{16});
    });
    row("setting an attribute of two layers", [](Document& d, const TiedAutoencoder& t) {
        return setAttribute(d, {t.encoder, t.decoder}, specOf("dense", "out_features"), std::int64_t{16});
    });
    row("turning a slot off with an attribute", [](Document& d, const TiedAutoencoder& t) {
        return setAttribute(d, {t.encoder, t.decoder}, specOf("dense", "bias"), false);
    });
    row("changing a parameter", [](Document& d, const TiedAutoencoder& t) {
        return editParameters(d, {t.weight}, QStringLiteral("Freeze W"), [](Parameter& p) {
            p.trainable = false;
            p.initializer = Initializer{"normal", {{"std", 0.02}}};
        });
    });
    row("sharing a slot", [](Document& d, const TiedAutoencoder& t) { return shareSlot(d, Slot{t.encoder, "bias"}); });
    row("untying a slot", [](Document& d, const TiedAutoencoder& t) { return untieSlots(d, {t.decoder_weight}); });
    row("untying and tying again", [](Document& d, const TiedAutoencoder& t) -> Result<void> {
        if (auto done = untieSlots(d, {t.decoder_weight}); !done)
            return done;
        return perform(d, tieToStep(d, t.decoder_weight, t.weight, transposeView()));
    });
    row("a gradient factor",
        [](Document& d, const TiedAutoencoder& t) { return setGradientFactor(d, {t.decoder_weight}, 0.5); });
    row("deleting a layer", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(d, {.layers = {t.relu}}, [](Document& document, Selection& selection) {
            return deleteSelection(document, selection);
        });
    });
    row("deleting a layer and closing the gap", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(d, {.layers = {t.relu}}, [](Document& document, Selection& selection) {
            return deleteSelection(document, selection, Gap::Close);
        });
    });
    row("deleting a shared parameter", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(d, {.parameters = {t.weight}}, [](Document& document, Selection& selection) {
            return deleteSelection(document, selection);
        });
    });
    row("deleting a link and a tie", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(
            d, {.links = {Port{t.relu, "input"}}, .ties = {t.decoder_weight}},
            [](Document& document, Selection& selection) { return deleteSelection(document, selection); });
    });
    row("duplicating layers and their ties", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(d, {.layers = {t.encoder, t.decoder}}, [](Document& document, Selection& selection) {
            return duplicateSelection(document, selection, PastedTies::Keep);
        });
    });
    row("duplicating layers with a parameter of their own", [](Document& d, const TiedAutoencoder& t) {
        return onSelection(d, {.layers = {t.encoder, t.decoder}}, [](Document& document, Selection& selection) {
            return duplicateSelection(document, selection, PastedTies::Copy);
        });
    });
    row("the project's name",
        [](Document& d, const TiedAutoencoder&) { return setProjectName(d, QStringLiteral("Other")); });
    row("the project's description",
        [](Document& d, const TiedAutoencoder&) { return setProjectDescription(d, QStringLiteral("What it shows.")); });
}

void DocumentTest::undoAndRedoRestoreEveryValue()
{
    QFETCH(EditFunction, edit);
    const Project before = m_document->project();
    const auto done = edit(*m_document, m_sample);
    QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
    const Project after = m_document->project();
    QVERIFY(!(before == after));
    QVERIFY(!m_document->undoStack()->undoText().isEmpty());
    QUndoStack& stack = *m_document->undoStack();
    for (int round = 0; round < 2; ++round) {
        stack.setIndex(0);
        QVERIFY(m_document->project() == before);
        stack.setIndex(stack.count());
        QVERIFY(m_document->project() == after);
    }
}

void DocumentTest::anErrorChangesNothing()
{
    QSignalSpy spy(m_document.get(), &Document::changed);
    const Project before = m_document->project();
    const auto done = m_document->edit(QStringLiteral("Half"), [&](Project& project) -> Result<void> {
        project.name = "Half done";
        return fail({}, "no");
    });
    QVERIFY(!done);
    QVERIFY(m_document->project() == before);
    QCOMPARE(m_document->undoStack()->count(), 0);
    QCOMPARE(spy.count(), 0);
}

void DocumentTest::anEditWithoutADifferenceIsNoStep()
{
    QSignalSpy spy(m_document.get(), &Document::changed);
    QVERIFY(m_document->edit(QStringLiteral("Nothing"), [](Project&) -> Result<void> { return {}; }));
    QCOMPARE(m_document->undoStack()->count(), 0);
    QCOMPARE(spy.count(), 0);
}

void DocumentTest::stepsWithOneKeyBecomeOne()
{
    const AttributeSpec& spec = specOf("dense", "out_features");
    const Project before = m_document->project();
    for (const std::int64_t value : {33, 34, 35})
        QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, value, QStringLiteral("turn")));
    QCOMPARE(m_document->undoStack()->count(), 1);
    QCOMPARE(m_document->undoStack()->undoText(), QStringLiteral("Set encoder's output features to 35"));
    m_document->undoStack()->undo();
    QVERIFY(m_document->project() == before);
    m_document->undoStack()->redo();
    QCOMPARE(m_document->network().layers.at(m_sample.encoder).attributes.get<std::int64_t>("out_features"), 35);
}

void DocumentTest::aValueTurnedBackLeavesNoStep()
{
    const AttributeSpec& spec = specOf("dense", "out_features");
    QVERIFY(setAttribute(*m_document, {m_sample.decoder}, spec, std::int64_t{65}, QStringLiteral("turn")));
    QVERIFY(setAttribute(*m_document, {m_sample.decoder}, spec, std::int64_t{64}, QStringLiteral("turn")));
    QCOMPARE(m_document->undoStack()->count(), 0);
    QVERIFY(m_document->project() == m_sample.project);
}

void DocumentTest::stepsWithOtherKeysStayApart()
{
    const AttributeSpec& spec = specOf("dense", "out_features");
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{33}, QStringLiteral("a")));
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{34}, QStringLiteral("b")));
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{35}));
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{36}));
    QCOMPARE(m_document->undoStack()->count(), 4);
}

void DocumentTest::aStepAfterTheSavedStateDoesNotMergeIntoIt()
{
    const AttributeSpec& spec = specOf("dense", "out_features");
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{33}, QStringLiteral("turn")));
    m_document->undoStack()->setClean();
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, spec, std::int64_t{34}, QStringLiteral("turn")));
    QVERIFY(m_document->isModified());
    m_document->undoStack()->undo();
    QVERIFY(!m_document->isModified());
    QCOMPARE(m_document->network().layers.at(m_sample.encoder).attributes.get<std::int64_t>("out_features"), 33);
}

void DocumentTest::theSignalNamesExactlyWhatChanged()
{
    std::vector<ProjectChange> changes;
    connect(m_document.get(), &Document::changed, this, [&](const ProjectChange& c) { changes.push_back(c); });
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    QCOMPARE(changes.size(), std::size_t{1});
    const ProjectChange& change = changes[0];
    QVERIFY(!change.everything);
    QVERIFY(change.changesNetwork());
    QCOMPARE(change.layers.size(), std::size_t{1});
    QCOMPARE(change.layers.at(m_sample.relu).first->name, std::string("relu"));
    QCOMPARE(change.layers.at(m_sample.relu).second->name, std::string("bend"));
    QVERIFY(change.parameters.empty() && change.links.empty() && change.ties.empty());
    QVERIFY(change.layer_positions.empty() && change.parameter_positions.empty() && change.colours.empty());
    QVERIFY(!change.next_id && !change.name && !change.description && !change.data && !change.training);
}

void DocumentTest::undoSaysTheChangeReversed()
{
    std::vector<ProjectChange> changes;
    connect(m_document.get(), &Document::changed, this, [&](const ProjectChange& c) { changes.push_back(c); });
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    m_document->undoStack()->undo();
    QCOMPARE(changes.size(), std::size_t{2});
    QCOMPARE(changes[1].layers.at(m_sample.relu).second->name, std::string("relu"));
    QCOMPARE(changes[1].layers.at(m_sample.relu).first->name, std::string("bend"));
}

void DocumentTest::shapesAndCountsFollowTheNetwork()
{
    QVERIFY(m_document->analysis().diagnostics.empty());
    QCOMPARE(m_document->account().tied.parameters, 2144);
    QCOMPARE(m_document->account().untied.parameters, 4192);
    QVERIFY(setAttribute(*m_document, {m_sample.encoder}, specOf("dense", "out_features"), std::int64_t{10}));
    QCOMPARE(m_document->analysis().outputs.at(Port{m_sample.relu, "output"}).toString(), std::string("10"));
    QCOMPARE(m_document->account().tied.parameters, 64 * 10 + 10 + 64);
    m_document->undoStack()->undo();
    QCOMPARE(m_document->account().tied.parameters, 2144);
}

void DocumentTest::countsFollowTheOptimizer()
{
    const auto set_optimizer = [&](const std::string& name) {
        return m_document->edit(QStringLiteral("Choose the optimizer"), [&](Project& project) -> Result<void> {
            project.training.optimizer = name;
            return {};
        });
    };
    QVERIFY(set_optimizer("sgd"));
    const std::int64_t with_sgd = m_document->account().tied.optimizer_bytes;
    QVERIFY(set_optimizer("adam"));
    QCOMPARE(m_document->account().tied.optimizer_bytes, 2 * 4 * 2144);
    QVERIFY(with_sgd < m_document->account().tied.optimizer_bytes);
}

void DocumentTest::theModifiedStateFollowsTheUndoStack()
{
    QSignalSpy spy(m_document.get(), &Document::titleChanged);
    QVERIFY(!m_document->isModified());
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    QVERIFY(m_document->isModified());
    QCOMPARE(spy.count(), 1);
    m_document->undoStack()->undo();
    QVERIFY(!m_document->isModified());
    QCOMPARE(spy.count(), 2);
}

void DocumentTest::replacingStartsAnew()
{
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    std::vector<ProjectChange> changes;
    connect(m_document.get(), &Document::changed, this, [&](const ProjectChange& c) { changes.push_back(c); });
    m_document->replace(Project{}, QStringLiteral("/somewhere/other.ligature"));
    QCOMPARE(changes.size(), std::size_t{1});
    QVERIFY(changes[0].everything);
    QVERIFY(changes[0].changesNetwork());
    QCOMPARE(m_document->undoStack()->count(), 0);
    QVERIFY(!m_document->isModified());
    QVERIFY(m_document->network().layers.empty());
    QVERIFY(m_document->analysis().order.empty());
    QCOMPARE(m_document->account().tied.parameters, 0);
}

void DocumentTest::theTitleIsTheNameOrTheFile()
{
    QCOMPARE(m_document->displayName(), QStringLiteral("Tied autoencoder"));
    m_document->replace(m_sample.project, QStringLiteral("/somewhere/mine.ligature"));
    QCOMPARE(m_document->displayName(), QStringLiteral("mine.ligature"));
    m_document->replace(Project{});
    QCOMPARE(m_document->displayName(), QStringLiteral("Untitled"));
    QSignalSpy spy(m_document.get(), &Document::titleChanged);
    QVERIFY(setProjectName(*m_document, QStringLiteral("Named")));
    QVERIFY(spy.count() >= 1);
    QCOMPARE(m_document->displayName(), QStringLiteral("Named"));
}

void DocumentTest::savingAndOpeningGiveTheSameProject()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("größe.ligature"));
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    QVERIFY(m_document->saveAs(path));
    QVERIFY(!m_document->isModified());
    QCOMPARE(m_document->filePath(), path);
    QCOMPARE(m_document->displayName(), QStringLiteral("größe.ligature"));
    m_document->undoStack()->undo();
    QVERIFY(m_document->isModified());
    m_document->undoStack()->redo();

    Document other;
    QVERIFY(other.open(path));
    QVERIFY(other.project() == m_document->project());
    QCOMPARE(other.filePath(), path);
    QVERIFY(!other.isModified());
}

void DocumentTest::aFailedSaveLeavesTheDocumentModified()
{
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    const auto saved = m_document->saveAs(QStringLiteral("/nowhere/at/all.ligature"));
    QVERIFY(!saved);
    QVERIFY(m_document->isModified());
    QVERIFY(m_document->filePath().isEmpty());
}

void DocumentTest::aFailedOpenChangesNothing()
{
    QSignalSpy spy(m_document.get(), &Document::changed);
    QVERIFY(renameLayer(*m_document, m_sample.relu, QStringLiteral("bend")));
    QVERIFY(!m_document->open(QStringLiteral("/nowhere/at/all.ligature")));
    QVERIFY(m_document->isModified());
    QCOMPARE(m_document->network().layers.at(m_sample.relu).name, std::string("bend"));
    QCOMPARE(spy.count(), 1);
}

void DocumentTest::everySharedParameterGetsAColourOfItsOwn()
{
    ParameterId first;
    ParameterId second;
    const auto add = [&](ParameterId& id) {
        return m_document->edit(QStringLiteral("Add"), [&](Project& project) -> Result<void> {
            id = addSharedParameter(project.network);
            return {};
        });
    };
    QVERIFY(add(first));
    QVERIFY(add(second));
    QCOMPARE(m_document->project().canvas.colours.at(first), 1);
    QCOMPARE(m_document->project().canvas.colours.at(second), 2);
    Selection selection;
    selection.set({.parameters = {first}});
    QVERIFY(deleteSelection(*m_document, selection));
    QVERIFY(add(first));
    QCOMPARE(m_document->project().canvas.colours.at(first), 1);
}

void DocumentTest::positionsOfGoneNodesGo()
{
    Selection selection;
    selection.set({.layers = {m_sample.relu}, .parameters = {m_sample.weight}});
    QVERIFY(deleteSelection(*m_document, selection));
    QVERIFY(!m_document->project().canvas.layers.contains(m_sample.relu));
    QVERIFY(!m_document->project().canvas.parameters.contains(m_sample.weight));
    QVERIFY(!m_document->project().canvas.colours.contains(m_sample.weight));
}

LIGATURE_GUILESS_TEST(DocumentTest)

} // namespace tst_document

#include "tst_document.moc"
