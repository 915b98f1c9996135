// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/edits/connection.h"
#include "ui/editor/edits/node_endpoints.h"

namespace tst_connection {

using namespace ligature;

class TestConnection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// The quick answer that lights ports up and the careful one that a drop goes by are the same everywhere.
    void whatLightsUpIsWhatCanBeConnected_data()
    {
        QTest::addColumn<bool>("tied");
        QTest::newRow("nothing is tied") << false;
        QTest::newRow("W is tied") << true;
    }
    void whatLightsUpIsWhatCanBeConnected()
    {
        QFETCH(bool, tied);
        const Project project = tied ? tiedAutoencoder() : untiedAutoencoder();
        const Network& network = project.network;
        const Analysis analysis = analyse(network);
        std::vector<Endpoint> all;
        const auto collect = [&](const NodeId& node) {
            const std::vector<Endpoint> more = endpointsOf(network, node);
            all.insert(all.end(), more.begin(), more.end());
        };
        for (const auto& [id, layer] : network.layers)
            collect(id);
        for (const auto& [id, parameter] : network.parameters) {
            if (parameter.shared)
                collect(id);
        }
        int fitting = 0;
        for (const Endpoint& from : all) {
            const ConnectionTargets targets(network, analysis, from);
            for (const Endpoint& to : all) {
                QCOMPARE(targets.fits(to), connection(network, from, to).has_value());
                fitting += targets.fits(to) ? 1 : 0;
            }
        }
        QVERIFY(fitting > 10);
    }

    void everyConnectionCanBeApplied()
    {
        const Project project = untiedAutoencoder();
        const LayerId decoder = *findLayer(project.network, "decoder");
        const LayerId encoder = *findLayer(project.network, "encoder");
        for (const auto& [from, to] :
             {std::pair<Endpoint, Endpoint>{SlotEnd{{encoder, "weight"}}, SlotEnd{{decoder, "weight"}}},
              {OutputEnd{{encoder, "output"}}, InputEnd{{decoder, "input"}}},
              {ParameterEnd{*findSharedParameter(project.network, "W")}, SlotEnd{{encoder, "bias"}}}}) {
            const Result<Connection> found = connection(project.network, from, to);
            QVERIFY(found.has_value());
            Project changed = project;
            QVERIFY(found->apply(changed).has_value());
            QVERIFY(changed != project);
        }
    }

    void aTieThatIsThereAlreadyIsRefused()
    {
        const Project project = tiedAutoencoder();
        const Endpoint slot = SlotEnd{{*findLayer(project.network, "encoder"), "weight"}};
        const Result<Connection> found =
            connection(project.network, ParameterEnd{*findSharedParameter(project.network, "W")}, slot);
        QVERIFY(!found.has_value());
        QVERIFY(!found.error().mend.empty());
    }

    void aLinkOverAnotherSaysWhatItReplaces()
    {
        const Project project = untiedAutoencoder();
        const LayerId encoder = *findLayer(project.network, "encoder");
        const LayerId decoder = *findLayer(project.network, "decoder");
        const Result<Connection> found =
            connection(project.network, OutputEnd{{encoder, "output"}}, InputEnd{{decoder, "input"}});
        QVERIFY(found->remark.contains("activation"));
    }
};

LIGATURE_APPLESS_TEST(TestConnection)

} // namespace tst_connection

#include "tst_connection.moc"
