// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/document/view_edits.h"

namespace tst_network_scene {

using namespace ligature;

class TestNetworkScene : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersShowWhatTheyDo()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const LayerContent& encoder = canvas.view.networkScene().layerItem(canvas.layer("encoder"))->content();
        QCOMPARE(encoder.name, QString("encoder"));
        QCOMPARE(encoder.kind, QString("Dense"));
        QCOMPARE(encoder.summary, QString("64 → 32"));
        QCOMPARE(encoder.slots.size(), std::size_t(2));
        QCOMPARE(encoder.slots[0].shape, QString("32 × 64"));
        QVERIFY(encoder.slots[0].colour.has_value());
        QVERIFY(!encoder.slots[1].colour.has_value());
    }

    void aParameterShowsItsUsesAndWhatSharingSaves()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const ParameterContent& shown = canvas.view.networkScene().parameterItem(canvas.parameter("W"))->content();
        QCOMPARE(shown.shape, QString("32 × 64"));
        QCOMPARE(shown.uses, QString("2 uses"));
        QString digits = shown.saving;
        digits.remove(',').remove(QChar(0xa0)).remove(QChar(0x202f));
        QVERIFY2(digits.contains("2048 values") && digits.contains("8192 B"), qPrintable(shown.saving));
    }

    void aLongNameDoesNotCoverTheNeighbours()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const QString name = QStringLiteral("a_very_long_name").repeated(40);
        QVERIFY(canvas.document
                    .edit("rename",
                          [&](Project& project) -> Result<void> {
                              project.network.layers.at(canvas.layer("encoder")).name = name.toStdString();
                              project.network.parameters.at(canvas.parameter("W")).name = name.toStdString();
                              return {};
                          })
                    .has_value());
        for (const NodeItem* node : canvas.view.networkScene().nodes())
            QVERIFY2(node->body().width() <= 360, qPrintable(QString::number(node->body().width())));
        // Whole where there is room, as in the field that changes it.
        QCOMPARE(canvas.view.networkScene().layerItem(canvas.layer(name.toStdString()))->content().name, name);
    }

    void linksAndTiesAreLabelled()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const NetworkScene& scene = canvas.view.networkScene();
        QCOMPARE(scene.linkItem({canvas.layer("activation"), "input"})->label(), QString("32"));
        QCOMPARE(scene.tieItem({canvas.layer("encoder"), "weight"})->label(), QString("W"));
        QCOMPARE(scene.tieItem({canvas.layer("decoder"), "weight"})->label(), QString("Wᵀ"));
    }

    void aLongChainOfViewsIsElidedOnTheTie()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const Slot slot{canvas.layer("decoder"), "weight"};
        for (int i = 0; i < 20; ++i)
            QVERIFY(addViewStep(canvas.document, slot, ViewStep{"flip"}));
        QCoreApplication::processEvents();
        const TieItem* const tie = canvas.view.networkScene().tieItem(slot);
        QVERIFY(tie->label().startsWith("Wᵀ[") && tie->label().contains("…") && tie->label().endsWith("]"));
        QVERIFY(tie->label().size() < 40);
    }

    void onlyWhatHasChangedIsMadeAnew()
    {
        ShownCanvas canvas(tiedAutoencoder());
        const NetworkScene& scene = canvas.view.networkScene();
        const NodeItem* encoder = canvas.item("encoder");
        const TieItem* tie = scene.tieItem({canvas.layer("encoder"), "weight"});
        const LayerId added = [&] {
            LayerId id;
            (void)canvas.document.edit("add", [&](Project& project) -> Result<void> {
                id = addLayer(project.network, "relu");
                return {};
            });
            return id;
        }();
        QVERIFY(scene.layerItem(added) != nullptr);
        QCOMPARE(canvas.item("encoder"), encoder);
        QCOMPARE(scene.tieItem({canvas.layer("encoder"), "weight"}), tie);
        canvas.document.undoStack()->undo();
        QVERIFY(scene.layerItem(added) == nullptr);
    }

    void shapesFollowAnEditUpstream()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const LayerId encoder = canvas.layer("encoder");
        (void)canvas.document.edit("set", [&](Project& project) {
            return setAttribute(project.network, encoder, "out_features", std::int64_t{20});
        });
        const NetworkScene& scene = canvas.view.networkScene();
        QCOMPARE(scene.linkItem({canvas.layer("decoder"), "input"})->label(), QString("20"));
        QCOMPARE(scene.layerItem(canvas.layer("decoder"))->content().summary, QString("20 → 64"));
    }

    void anErrorIsASentenceOnTheNodeAndGoesWhenItIsMended()
    {
        ShownCanvas canvas(untiedAutoencoder());
        const Port input{canvas.layer("encoder"), "input"};
        (void)canvas.document.edit("unlink", [&](Project& project) -> Result<void> {
            unlink(project.network, input);
            return {};
        });
        const auto& message = canvas.view.networkScene().layerItem(canvas.layer("encoder"))->content().message;
        QVERIFY(message.has_value());
        QVERIFY(message->severity == Severity::Error);
        QVERIFY(message->text.contains("input"));
        // What is wrong and how to mend it.
        QVERIFY(message->text.count('.') >= 2);
        canvas.document.undoStack()->undo();
        QVERIFY(!canvas.view.networkScene().layerItem(canvas.layer("encoder"))->content().message);
    }

    void theMessageIsInsideOfTheItemsBounds()
    {
        ShownCanvas canvas;
        canvas.view.addNodeAtCentre("dense");
        const NodeItem* dense = canvas.item("dense");
        QVERIFY(dense->boundingRect().top() < dense->body().top() - 20);
    }

    void boundsCoverThePorts()
    {
        ShownCanvas canvas(tiedAutoencoder());
        for (const NodeItem* node : canvas.view.networkScene().nodes()) {
            for (const NodeItem::Anchor& anchor : node->anchors()) {
                const QRectF port(anchor.position - QPointF(12, 12), QSizeF(24, 24));
                QVERIFY(node->boundingRect().contains(port));
            }
        }
    }

    void aNodeWithoutAPlaceGetsOneThatIsFree()
    {
        Project project = tiedAutoencoder();
        project.canvas = {};
        ShownCanvas canvas(project);
        const std::vector<NodeItem*> nodes = canvas.view.networkScene().nodes();
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (std::size_t j = i + 1; j < nodes.size(); ++j)
                QVERIFY(!nodes[i]->sceneBody().intersects(nodes[j]->sceneBody()));
        }
        QCOMPARE(canvas.document.undoStack()->count(), 0);
    }

    void anotherProjectTakesTheSceneOver()
    {
        ShownCanvas canvas(tiedAutoencoder());
        canvas.moveTo(canvas.on("encoder"), {}, {});
        canvas.document.replace(ProjectBuilder().layer("relu", "alone").build());
        QCOMPARE(canvas.view.networkScene().nodes().size(), std::size_t(1));
        canvas.moveTo(canvas.on("alone"), {}, {});
        QVERIFY(canvas.item("alone")->has(CanvasItem::Hovered));
    }

    void aLayerOfAnUnknownTypeIsShownWithItsError()
    {
        Project project = tiedAutoencoder();
        project.network.layers.at(*findLayer(project.network, "activation")).type = "from_the_future";
        ShownCanvas canvas(project);
        const LayerContent& content = canvas.view.networkScene().layerItem(canvas.layer("activation"))->content();
        QCOMPARE(content.kind, QString("from_the_future"));
        QVERIFY(content.message.has_value());
    }
};

LIGATURE_TEST(TestNetworkScene)

} // namespace tst_network_scene

#include "tst_network_scene.moc"
