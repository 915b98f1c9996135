// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/connect_model.h"

#include "ui/editor/network_scene.h"
#include "ui/palette/node_filter_model.h"

namespace ligature {

ConnectModel::ConnectModel(std::vector<ConnectChoice> choices, const NetworkScene& scene, QObject* parent)
    : QAbstractListModel(parent), m_choices(std::move(choices))
{
    for (const ConnectChoice& choice : m_choices) {
        const auto* layer = qgraphicsitem_cast<const LayerItem*>(scene.nodeOf(choice.to));
        m_colours.push_back(layer != nullptr ? scene.style().theme->categories[std::size_t(layer->content().category)]
                                             : scene.style().tieColour(scene.tieColourOf(choice.to).value_or(0)));
    }
}

const ConnectChoice& ConnectModel::choice(const QModelIndex& index) const
{
    return m_choices.at(std::size_t(index.row()));
}

int ConnectModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_choices.size());
}

QVariant ConnectModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole: return choice(index).title;
    case Qt::DecorationRole: return m_colours.at(std::size_t(index.row()));
    case NodeFilterModel::SummaryRole: return choice(index).remark;
    default: return {};
    }
}

} // namespace ligature
