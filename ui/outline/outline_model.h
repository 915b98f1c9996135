// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>

#include <QStandardItemModel>

#include "core/network/analysis.h"
#include "ui/document/selection.h"

namespace ligature {

class Document;
struct Theme;

/// The network as a tree: layers in the order in which they run, those of a repeat below it, each with its parameter
/// slots, then the shared parameters, each with its uses. It is what a screen reader reads in place of the canvas, so
/// every row says in words what the canvas draws.
class OutlineModel : public QStandardItemModel {
    Q_OBJECT

public:
    explicit OutlineModel(Document* document, QObject* parent = nullptr);

    /// Builds all rows anew, in the colours of the theme.
    void rebuild(const Theme& theme);

    /// What a row stands for, as a selection of one thing; empty for a heading.
    [[nodiscard]] static SelectedItems itemsOf(const QModelIndex& index);
    /// The rows that stand for what is selected.
    [[nodiscard]] QModelIndexList rowsOf(const SelectedItems& items) const;
    /// The shared parameter that a row is or reads.
    [[nodiscard]] std::optional<ParameterId> sharedParameter(const QModelIndex& index) const;

    /// Which node or repeat a row is, told by its id; 0 for others.
    [[nodiscard]] static std::uint64_t idOf(const QModelIndex& index);
    [[nodiscard]] static bool isRepeat(const QModelIndex& index);

    /// A repeat's row says its counter too, which is not part of its name.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Renames the layer, the repeat or the shared parameter. False, and nothing changes, where the name is not free.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    /// A name was refused.
    void refused(const QString& reason);

private:
    /// Below its repeat's row, which comes where its first layer runs.
    void addLayer(QStandardItem* layers, LayerId id, std::map<RepeatId, QStandardItem*>& repeats,
                  const Theme& theme) const;
    QStandardItem* repeatRow(RepeatId id, const Theme& theme) const;
    QStandardItem* layerRow(LayerId id, const Theme& theme) const;
    QStandardItem* slotRow(const Slot& slot, const Theme& theme) const;
    QStandardItem* parameterRow(ParameterId id, const Theme& theme) const;
    void addDiagnostics(QStandardItem* row, const QString& about, const Theme& theme,
                        const std::function<bool(const Diagnostic&)>& concerns) const;

    Document* m_document;
};

} // namespace ligature
