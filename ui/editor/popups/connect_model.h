// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QColor>

#include "ui/editor/edits/connect_choices.h"

namespace ligature {

class NetworkScene;

/// The list of what a node can be connected to.
class ConnectModel : public QAbstractListModel {
    Q_OBJECT

public:
    ConnectModel(std::vector<ConnectChoice> choices, const NetworkScene& scene, QObject* parent = nullptr);

    [[nodiscard]] const ConnectChoice& choice(const QModelIndex& index) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<ConnectChoice> m_choices;
    std::vector<QColor> m_colours;
};

} // namespace ligature
