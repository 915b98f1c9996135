// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRectF>
#include <QTest>

#include "core/project/arrangement.h"
#include "shown_canvas.h"
#include "tests/support/test_program.h"
#include "ui/editor/edits/node_endpoints.h"

namespace tst_auto_layout {

using namespace ligature;

namespace {

/// Boxes of one size, with their ports at one height.
NodeBoxes plainBoxes(const Network& network)
{
    NodeBoxes boxes;
    for (const auto& [id, layer] : network.layers) {
        NodeBox box{160, 60};
        for (const Endpoint& endpoint : endpointsOf(network, id)) {
            if (const auto* input = std::get_if<InputEnd>(&endpoint))
                box.input_y[input->port.port] = 30;
            else if (const auto* output = std::get_if<OutputEnd>(&endpoint))
                box.output_y[output->port.port] = 30;
            else if (const auto* slot = std::get_if<SlotEnd>(&endpoint))
                box.slot_x[slot->slot.slot] = 40;
        }
        boxes.layers[id] = box;
    }
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared)
            boxes.parameters[id] = NodeBox{180, 60};
    }
    return boxes;
}

std::vector<QRectF> placed(const Canvas& canvas, const NodeBoxes& boxes)
{
    std::vector<QRectF> rects;
    for (const auto& [id, at] : canvas.layers)
        rects.emplace_back(at.x, at.y, boxes.layers.at(id).width, boxes.layers.at(id).height);
    for (const auto& [id, at] : canvas.parameters)
        rects.emplace_back(at.x, at.y, boxes.parameters.at(id).width, boxes.parameters.at(id).height);
    return rects;
}

Network chain()
{
    return tiedAutoencoder().network;
}

Network diamond()
{
    return ProjectBuilder()
        .layer("input", "input", {{"shape", Shape{8}}})
        .layer("relu", "left")
        .layer("tanh", "right")
        .layer("add", "sum")
        .linked("input", "left")
        .linked("input", "right")
        .linked("left", "sum", "input1")
        .linked("right", "sum", "input2")
        .build()
        .network;
}

Network manyParameters()
{
    ProjectBuilder builder;
    builder.layer("input", "input", {{"shape", Shape{8}}});
    for (int i = 0; i < 6; ++i)
        builder.parameterAt(0, 0, std::string(1, char('a' + i)));
    return builder.build().network;
}

} // namespace

class TestAutoLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersRunFromLeftToRightWithoutOverlap_data()
    {
        QTest::addColumn<Network>("network");
        QTest::newRow("a chain with a tied weight") << chain();
        QTest::newRow("a diamond") << diamond();
        QTest::newRow("parameters that nothing uses") << manyParameters();
        QTest::newRow("nothing at all") << Network();
    }
    void layersRunFromLeftToRightWithoutOverlap()
    {
        QFETCH(Network, network);
        const NodeBoxes boxes = plainBoxes(network);
        const Canvas canvas = arranged(network, boxes);
        QCOMPARE(canvas.layers.size(), boxes.layers.size());
        QCOMPARE(canvas.parameters.size(), boxes.parameters.size());
        for (const auto& [input, output] : network.links) {
            QVERIFY(canvas.layers.at(output.layer).x + boxes.layers.at(output.layer).width <
                    canvas.layers.at(input.layer).x);
        }
        const std::vector<QRectF> rects = placed(canvas, boxes);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t j = i + 1; j < rects.size(); ++j)
                QVERIFY(!rects[i].intersects(rects[j]));
        }
    }

    void aChainIsLevel()
    {
        const Network network = chain();
        const Canvas canvas = arranged(network, plainBoxes(network));
        for (const auto& [id, position] : canvas.layers)
            QCOMPARE(position.y, canvas.layers.begin()->second.y);
    }

    void aParameterLiesBelowAndBetweenItsUses()
    {
        const Network network = chain();
        const Canvas canvas = arranged(network, plainBoxes(network));
        const CanvasPosition w = canvas.parameters.at(*findSharedParameter(network, "W"));
        const CanvasPosition encoder = canvas.layers.at(*findLayer(network, "encoder"));
        const CanvasPosition decoder = canvas.layers.at(*findLayer(network, "decoder"));
        QVERIFY(w.y > encoder.y + 60);
        QVERIFY(w.x > encoder.x && w.x < decoder.x);
    }

    void theSameNetworkIsAlwaysArrangedAlike()
    {
        const Network network = diamond();
        QCOMPARE(arranged(network, plainBoxes(network)), arranged(network, plainBoxes(network)));
    }

    void aCircleInADamagedFileDoesNotHang()
    {
        Network network = diamond();
        network.links[{*findLayer(network, "left"), "input"}] = {*findLayer(network, "sum"), "output"};
        QCOMPARE(arranged(network, plainBoxes(network)).layers.size(), std::size_t(4));
    }
};

LIGATURE_APPLESS_TEST(TestAutoLayout)

} // namespace tst_auto_layout

#include "tst_auto_layout.moc"
