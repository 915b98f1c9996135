// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/network/edits.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/network_view.h"

namespace ligature {

/// A canvas in a shown window at zoom 1, and what a user does to it with the mouse and the keys.
class ShownCanvas {
public:
    /// Shows a project.
    explicit ShownCanvas(Project project = {});

    Document document;
    Selection selection;
    NetworkView view;

    [[nodiscard]] const Network& network() const { return document.network(); }
    [[nodiscard]] LayerId layer(const std::string& name) const;
    [[nodiscard]] ParameterId parameter(const std::string& name) const;
    [[nodiscard]] Endpoint output(const std::string& layer, const std::string& port = "output") const;
    [[nodiscard]] Endpoint input(const std::string& layer, const std::string& port = "input") const;
    [[nodiscard]] Endpoint slot(const std::string& layer, const std::string& slot = "weight") const;
    [[nodiscard]] Endpoint port(const std::string& parameter) const;

    /// Positions of the viewport.
    [[nodiscard]] QPoint at(const Endpoint& endpoint) const;
    [[nodiscard]] QPoint at(const QPointF& scene) const { return view.mapFromScene(scene); }
    /// Inside of a node, off its ports and its name.
    [[nodiscard]] QPoint on(const std::string& node) const;
    [[nodiscard]] QPoint middleOf(const WireItem* wire) const;
    [[nodiscard]] NodeItem* item(const std::string& node) const;

    void press(QPoint where, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton);
    void moveTo(QPoint where, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButtons buttons = Qt::LeftButton);
    void release(QPoint where, Qt::KeyboardModifiers modifiers = {}, Qt::MouseButton button = Qt::LeftButton);
    void click(QPoint where, Qt::KeyboardModifiers modifiers = {});
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {});
    /// Presses and moves, but keeps the button down.
    void dragAndHold(QPoint from, QPoint to);
    void key(int key, Qt::KeyboardModifiers modifiers = {});
    void type(const QString& text);

    void undoAll();
};

/// Builds projects for tests: layers side by side, 240 apart unless they are placed.
class ProjectBuilder {
public:
    ProjectBuilder& layer(const std::string& type, const std::string& name, Attributes attributes = {});
    ProjectBuilder& layerAt(double x, double y, const std::string& type, const std::string& name,
                            Attributes attributes = {});
    ProjectBuilder& parameterAt(double x, double y, const std::string& name);
    ProjectBuilder& linked(const std::string& from, const std::string& to, const std::string& input = "input");
    ProjectBuilder& tied(const std::string& parameter, const std::string& layer, const std::string& slot,
                         View view = {});

    [[nodiscard]] Project build() const { return m_project; }

private:
    Project m_project;
    double m_x = 0;
};

/// input (64) → encoder (32) → activation → decoder (64), nothing tied, with a shared parameter W of no use below.
[[nodiscard]] Project untiedAutoencoder();
/// The same with W read by the encoder, and transposed by the decoder.
[[nodiscard]] Project tiedAutoencoder();

} // namespace ligature
