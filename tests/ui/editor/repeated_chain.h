// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/repeat.h"
#include "shown_canvas.h"

namespace ligature {

/// input (8) -> dense (8) -> relu -> out (3) -> softmax side by side, nothing repeated.
[[nodiscard]] inline Project plainChain()
{
    return ProjectBuilder()
        .layer("input", "input", {{"shape", Shape{8}}})
        .layer("dense", "dense", {{"out_features", std::int64_t{8}}})
        .layer("relu", "relu")
        .layer("dense", "out", {{"out_features", std::int64_t{3}}})
        .layer("softmax", "softmax")
        .linked("input", "dense")
        .linked("dense", "relu")
        .linked("relu", "out")
        .linked("out", "softmax")
        .build();
}

/// The same with "loop" around dense and relu, four times.
[[nodiscard]] inline Project repeatedChain(bool shared = true)
{
    Project project = plainChain();
    Network& network = project.network;
    if (!addRepeat(network, {*findLayer(network, "dense"), *findLayer(network, "relu")}, 4, shared, "loop"))
        qFatal("the chain can be repeated");
    return project;
}

/// A canvas that shows the repeated chain, and where its frame is.
struct RepeatedCanvas : ShownCanvas {
    explicit RepeatedCanvas(Project project = repeatedChain()) : ShownCanvas(std::move(project)) {}

    [[nodiscard]] RepeatId loop() const { return network().repeats.begin()->first; }
    [[nodiscard]] const Repeat& repeat() const { return network().repeats.at(loop()); }
    [[nodiscard]] RepeatItem* frame() const { return view.networkScene().repeatItem(loop()); }
    [[nodiscard]] QPoint onTitle() const { return at(frame()->titleBar().center() + QPointF(60, 0)); }
    [[nodiscard]] QPoint onCounter() const { return at(frame()->counterRect().center()); }
    [[nodiscard]] QPoint onName() const { return at(frame()->nameRect().center()); }
    /// Inside of the frame, on no layer.
    [[nodiscard]] QPoint onGround() const { return at(frame()->frame().bottomRight() - QPointF(8, 8)); }
    [[nodiscard]] QPointF positionOf(const std::string& name) const
    {
        const CanvasPosition& position = document.project().canvas.layers.at(layer(name));
        return {position.x, position.y};
    }
};

} // namespace ligature
