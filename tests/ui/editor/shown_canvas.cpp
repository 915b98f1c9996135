// SPDX-License-Identifier: GPL-3.0-or-later
#include "shown_canvas.h"

#include <QMouseEvent>
#include <QTest>

#include "ui/editor/canvas_navigation.h"

namespace ligature {

ShownCanvas::ShownCanvas(Project project) : view(&document, &selection)
{
    document.replace(std::move(project));
    view.resize(1100, 640);
    view.show();
    view.activateWindow();
    view.setFocus();
    QCoreApplication::processEvents();
    view.navigation().setZoom(1);
    view.centerOn(view.networkScene().boundsOf(view.networkScene().nodes()).center());
    // The mouse is on the canvas before a test begins.
    moveTo({5, 5}, {}, {});
}

LayerId ShownCanvas::layer(const std::string& name) const
{
    return findLayer(network(), name).value();
}

ParameterId ShownCanvas::parameter(const std::string& name) const
{
    return findSharedParameter(network(), name).value();
}

Endpoint ShownCanvas::output(const std::string& name, const std::string& port) const
{
    return OutputEnd{{layer(name), port}};
}

Endpoint ShownCanvas::input(const std::string& name, const std::string& port) const
{
    return InputEnd{{layer(name), port}};
}

Endpoint ShownCanvas::slot(const std::string& name, const std::string& slot) const
{
    return SlotEnd{{layer(name), slot}};
}

Endpoint ShownCanvas::port(const std::string& name) const
{
    return ParameterEnd{parameter(name)};
}

QPoint ShownCanvas::at(const Endpoint& endpoint) const
{
    return view.mapFromScene(view.networkScene().nodeOf(endpoint)->anchorPosition(endpoint));
}

NodeItem* ShownCanvas::item(const std::string& name) const
{
    if (const auto id = findLayer(network(), name))
        return view.networkScene().layerItem(*id);
    return view.networkScene().parameterItem(parameter(name));
}

QPoint ShownCanvas::on(const std::string& node) const
{
    return view.mapFromScene(item(node)->sceneBody().topLeft() + QPointF(70, 46));
}

QPoint ShownCanvas::middleOf(const WireItem* wire) const
{
    return view.mapFromScene(wire->path().pointAtPercent(0.5));
}

void ShownCanvas::press(QPoint where, Qt::KeyboardModifiers modifiers, Qt::MouseButton button)
{
    QTest::mousePress(view.viewport(), button, modifiers, where);
}

void ShownCanvas::moveTo(QPoint where, Qt::KeyboardModifiers modifiers, Qt::MouseButtons buttons)
{
    // QTest::mouseMove() knows no modifiers.
    QMouseEvent event(QEvent::MouseMove, where, view.viewport()->mapToGlobal(where), Qt::NoButton, buttons, modifiers);
    QCoreApplication::sendEvent(view.viewport(), &event);
}

void ShownCanvas::release(QPoint where, Qt::KeyboardModifiers modifiers, Qt::MouseButton button)
{
    QTest::mouseRelease(view.viewport(), button, modifiers, where);
}

void ShownCanvas::click(QPoint where, Qt::KeyboardModifiers modifiers)
{
    moveTo(where, modifiers, {});
    QTest::mouseClick(view.viewport(), Qt::LeftButton, modifiers, where);
}

void ShownCanvas::drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers)
{
    moveTo(from, modifiers, {});
    press(from, modifiers);
    moveTo((from + to) / 2, modifiers);
    moveTo(to, modifiers);
    release(to, modifiers);
}

void ShownCanvas::dragAndHold(QPoint from, QPoint to)
{
    moveTo(from, {}, {});
    press(from);
    moveTo((from + to) / 2);
    moveTo(to);
}

void ShownCanvas::key(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(&view, Qt::Key(key), modifiers);
}

void ShownCanvas::type(const QString& text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void ShownCanvas::undoAll()
{
    while (document.undoStack()->canUndo())
        document.undoStack()->undo();
}

ProjectBuilder& ProjectBuilder::layer(const std::string& type, const std::string& name, Attributes attributes)
{
    layerAt(m_x, 0, type, name, std::move(attributes));
    m_x += 240;
    return *this;
}

ProjectBuilder& ProjectBuilder::layerAt(double x, double y, const std::string& type, const std::string& name,
                                        Attributes attributes)
{
    m_project.canvas.layers[addLayer(m_project.network, type, name, std::move(attributes))] = {x, y};
    return *this;
}

ProjectBuilder& ProjectBuilder::parameterAt(double x, double y, const std::string& name)
{
    const ParameterId id = addSharedParameter(m_project.network, name);
    m_project.canvas.parameters[id] = {x, y};
    m_project.canvas.colours[id] = int(m_project.canvas.colours.size());
    return *this;
}

ProjectBuilder& ProjectBuilder::linked(const std::string& from, const std::string& to, const std::string& input)
{
    Network& network = m_project.network;
    const auto done =
        link(network, {findLayer(network, from).value(), "output"}, {findLayer(network, to).value(), input});
    if (!done)
        qFatal("%s", done.error().oneLine().c_str());
    return *this;
}

ProjectBuilder& ProjectBuilder::tied(const std::string& parameter, const std::string& layer, const std::string& slot,
                                     View view)
{
    Network& network = m_project.network;
    const auto done = tie(network, findSharedParameter(network, parameter).value(),
                          {findLayer(network, layer).value(), slot}, std::move(view));
    if (!done)
        qFatal("%s", done.error().oneLine().c_str());
    return *this;
}

namespace {

ProjectBuilder autoencoder()
{
    ProjectBuilder builder;
    builder.layer("input", "input", {{"shape", Shape{64}}})
        .layer("dense", "encoder", {{"out_features", std::int64_t{32}}})
        .layer("relu", "activation")
        .layer("dense", "decoder", {{"out_features", std::int64_t{64}}})
        .linked("input", "encoder")
        .linked("encoder", "activation")
        .linked("activation", "decoder")
        .parameterAt(460, 240, "W");
    return builder;
}

} // namespace

Project untiedAutoencoder()
{
    return autoencoder().build();
}

Project tiedAutoencoder()
{
    return autoencoder().tied("W", "encoder", "weight").tied("W", "decoder", "weight", transposeView()).build();
}

} // namespace ligature
