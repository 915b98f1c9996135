// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/node_search.h"

#include <QSortFilterProxyModel>
#include <QStringListModel>

#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/edits/connect_choices.h"
#include "ui/editor/edits/connect_or_ask.h"
#include "ui/editor/edits/connection.h"
#include "ui/editor/network_view.h"
#include "ui/editor/popups/choice_popup.h"
#include "ui/editor/popups/connect_model.h"
#include "ui/palette/node_filter_model.h"

namespace ligature {

namespace {

QString questionFor(const NetworkView& view, const std::optional<Endpoint>& wire)
{
    if (!wire)
        return NodeSearch::tr("Add a layer or a parameter");
    const Network& network = view.document().network();
    if (const auto* parameter = std::get_if<ParameterEnd>(&*wire))
        return NodeSearch::tr("Add a layer that uses %1")
            .arg(QString::fromStdString(network.parameters.at(parameter->parameter).name));
    const QString name = QString::fromStdString(network.layers.at(*layerOf(*wire)).name);
    if (std::holds_alternative<OutputEnd>(*wire))
        return NodeSearch::tr("Add a layer that reads %1").arg(name);
    if (std::holds_alternative<InputEnd>(*wire))
        return NodeSearch::tr("Add a layer that feeds %1").arg(name);
    return NodeSearch::tr("Add a parameter for %1").arg(name);
}

} // namespace

NodeSearch::NodeSearch(NetworkView& view) : QObject(&view), m_view(view) {}

NodeSearch::~NodeSearch() = default;

ChoicePopup* NodeSearch::popup() const
{
    return m_popup;
}

bool NodeSearch::fits(const NodeEntry& entry, const Endpoint& wire) const
{
    if (std::holds_alternative<SlotEnd>(wire))
        return entry.isParameter();
    const LayerType* type = findLayerType(entry.type.toStdString());
    if (type == nullptr)
        return false;
    const Attributes attributes = withDefaults(type->attributes(), {});
    if (std::holds_alternative<ParameterEnd>(wire))
        return !type->slots(attributes).empty();
    if (std::holds_alternative<InputEnd>(wire))
        return !type->outputs(attributes).empty();
    const std::vector<PortSpec> inputs = type->inputs(attributes);
    if (inputs.size() != 1)
        return !inputs.empty();
    // With one input, the shape tells whether the layer can work at all.
    const Analysis& analysis = m_view.document().analysis();
    const auto shape = analysis.outputs.find(std::get<OutputEnd>(wire).port);
    return shape == analysis.outputs.end() || type->infer(attributes, std::span(&shape->second, 1)).has_value();
}

void NodeSearch::open(Request request)
{
    auto* model = new NodeFilterModel;
    if (request.wire) {
        model->setAccepts([this, wire = *request.wire](const NodeEntry& entry) { return fits(entry, wire); });
    }
    auto* popup = new ChoicePopup(model, questionFor(m_view, request.wire), &m_view);
    model->setParent(popup);
    m_popup = popup;
    m_preview = std::move(request.preview);
    connect(popup, &ChoicePopup::searched, model, &NodeFilterModel::setSearch);
    connect(popup, &ChoicePopup::chosen, this,
            [this, model, position = request.position, wire = request.wire](const QModelIndex& index) {
                if (const NodeEntry* entry = model->entryAt(index))
                    add(entry->type, position, wire);
            });
    connect(popup, &ChoicePopup::closed, this, [this] { m_preview.reset(); });
    popup->openAt(m_view.viewport()->mapToGlobal(m_view.mapFromScene(request.position)));
}

void NodeSearch::add(const QString& type, QPointF position, const std::optional<Endpoint>& wire)
{
    m_preview.reset();
    const Result<NodeId> added =
        addNode(m_view.document(), type, {.position = position, .wire = wire}, m_view.networkScene());
    if (m_view.report(added))
        m_view.select(*added);
}

void NodeSearch::openConnectTo()
{
    const std::vector<ConnectChoice> choices =
        connectChoices(m_view.document().network(), m_view.document().analysis(), m_view.selection().items());
    if (choices.empty()) {
        m_view.say(tr("Select a layer or a shared parameter that can be connected to another one."),
                   m_view.cursorPosition(), CanvasTip::Kind::Information);
        return;
    }
    auto* model = new ConnectModel(choices, m_view.networkScene());
    auto* popup = new ChoicePopup(model, tr("Connect to"), &m_view);
    model->setParent(popup);
    auto* filter = new QSortFilterProxyModel(popup);
    filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    filter->setSourceModel(model);
    popup->setModel(filter);
    connect(popup, &ChoicePopup::searched, filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(popup, &ChoicePopup::chosen, this, [this, filter, model](const QModelIndex& index) {
        const ConnectChoice choice = model->choice(filter->mapToSource(index));
        const Result<Connection> found = connection(m_view.document().network(), choice.from, choice.to);
        if (m_view.report(found))
            connectOrAsk(m_view, *found);
    });
    openBeside(popup);
}

void NodeSearch::openMakeShared(const std::vector<Slot>& slots_to_share)
{
    QStringList names;
    for (const Slot& slot : slots_to_share)
        names.append(slotName(m_view.document().network(), slot));
    auto* model = new QStringListModel(names);
    auto* popup = new ChoicePopup(model, tr("Make shared"), &m_view);
    model->setParent(popup);
    auto* filter = new QSortFilterProxyModel(popup);
    filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
    filter->setSourceModel(model);
    popup->setModel(filter);
    connect(popup, &ChoicePopup::searched, filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(popup, &ChoicePopup::chosen, this, [this, filter, slots_to_share](const QModelIndex& index) {
        const Slot& slot = slots_to_share.at(std::size_t(filter->mapToSource(index).row()));
        m_view.report(shareSlot(m_view.document(), slot));
    });
    openBeside(popup);
}

void NodeSearch::openBeside(ChoicePopup* popup)
{
    m_popup = popup;
    const std::vector<NodeItem*> nodes = m_view.networkScene().nodes(m_view.selection().items());
    const QPointF at =
        nodes.empty() ? m_view.cursorPosition() : nodes.front()->sceneBody().topRight() + QPointF(40, 20);
    popup->openAt(m_view.viewport()->mapToGlobal(m_view.mapFromScene(at)));
}

} // namespace ligature
