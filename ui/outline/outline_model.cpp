// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/outline/outline_model.h"

#include <QPainter>
#include <QPixmap>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/names.h"
#include "ui/theme/loop_glyph.h"
#include "ui/theme/severity_style.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

enum Role { KindRole = Qt::UserRole + 1, IdRole, SlotRole, CounterRole };
enum Kind { Heading, LayerRow, ParameterRow, SlotRowKind, RepeatRow };

/// A disc in a colour, hollow where nothing is shared.
QIcon disc(const QColor& colour, bool filled = true)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(filled ? QBrush(colour) : QBrush());
    painter.drawEllipse(QRectF(4, 4, 8, 8));
    return QIcon(pixmap);
}

QStandardItem* makeRow(Kind kind, const QString& text)
{
    auto* const row = new QStandardItem(text);
    row->setData(kind, KindRole);
    row->setEditable(kind == LayerRow || kind == ParameterRow || kind == RepeatRow);
    return row;
}

QColor tieColour(const Document& document, ParameterId id, const Theme& theme)
{
    const auto& colours = document.project().canvas.colours;
    const auto found = colours.find(id);
    const int index = found == colours.end() ? 0 : found->second;
    return theme.ties[static_cast<std::size_t>(index) % theme.ties.size()];
}

QString shapeText(const Shape& shape)
{
    return QString::fromStdString(shape.toString());
}

} // namespace

OutlineModel::OutlineModel(Document* document, QObject* parent) : QStandardItemModel(parent), m_document(document) {}

void OutlineModel::rebuild(const Theme& theme)
{
    clear();
    const Network& network = m_document->network();
    QStandardItem* const layers = makeRow(Heading, tr("Layers (%1)").arg(network.layers.size()));
    std::set<LayerId> listed;
    std::map<RepeatId, QStandardItem*> repeats;
    for (const LayerId id : m_document->analysis().order) {
        addLayer(layers, id, repeats, theme);
        listed.insert(id);
    }
    for (const auto& [id, layer] : network.layers) {
        if (!listed.contains(id)) // In a circle, so in no order.
            addLayer(layers, id, repeats, theme);
    }
    QStandardItem* const parameters = makeRow(Heading, {});
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared)
            parameters->appendRow(parameterRow(id, theme));
    }
    parameters->setText(tr("Shared parameters (%1)").arg(parameters->rowCount()));
    for (QStandardItem* const heading : {layers, parameters}) {
        heading->setSelectable(false);
        QFont font = heading->font();
        font.setBold(true);
        heading->setFont(font);
        appendRow(heading);
    }
}

void OutlineModel::addLayer(QStandardItem* layers, LayerId id, std::map<RepeatId, QStandardItem*>& repeats,
                            const Theme& theme) const
{
    const RepeatId repeat = repeatOf(m_document->network(), id);
    if (!repeat) {
        layers->appendRow(layerRow(id, theme));
        return;
    }
    QStandardItem*& row = repeats[repeat];
    if (row == nullptr) {
        row = repeatRow(repeat, theme);
        layers->appendRow(row);
    }
    row->appendRow(layerRow(id, theme));
}

QStandardItem* OutlineModel::repeatRow(RepeatId id, const Theme& theme) const
{
    const Repeat& repeat = m_document->network().repeats.at(id);
    QStandardItem* const row = makeRow(RepeatRow, QString::fromStdString(repeat.name));
    row->setData(QVariant::fromValue<qulonglong>(id.value), IdRole);
    row->setData(QStringLiteral("× %1").arg(repeat.count), CounterRole);
    row->setIcon(loopIcon(theme.text));
    const QString about =
        tr("repeat of %1 layers. %2 %3")
            .arg(repeat.layers.size())
            .arg(passesText(repeat.count), sharingText(repeat.count, repeat.shared, accountOf(*m_document, id)));
    addDiagnostics(row, about, theme, [id](const Diagnostic& d) { return d.repeat == id; });
    return row;
}

QStandardItem* OutlineModel::layerRow(LayerId id, const Theme& theme) const
{
    const Layer& layer = m_document->network().layers.at(id);
    QStandardItem* const row = makeRow(LayerRow, QString::fromStdString(layer.name));
    row->setData(QVariant::fromValue<qulonglong>(id.value), IdRole);
    QString about = tr("%1 layer").arg(layerTypeTitle(layer));
    const LayerType* const type = findLayerType(layer.type);
    if (type != nullptr) {
        row->setIcon(disc(theme.categories[static_cast<std::size_t>(type->category())]));
        const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
        for (const PortSpec& port : type->outputs(attributes)) {
            const auto shape = m_document->analysis().outputs.find(Port{id, port.name});
            if (shape != m_document->analysis().outputs.end())
                about += tr(", gives %1").arg(shapeText(shape->second));
        }
        for (const SlotSpec& slot : type->slots(attributes))
            row->appendRow(slotRow(Slot{id, slot.name}, theme));
    }
    addDiagnostics(row, about, theme, [id](const Diagnostic& d) { return d.layer == id && !d.repeat; });
    return row;
}

QStandardItem* OutlineModel::slotRow(const Slot& slot, const Theme& theme) const
{
    const Network& network = m_document->network();
    QString text = QString::fromStdString(slot.slot);
    const auto tie = network.ties.find(slot);
    const bool shared = tie != network.ties.end() && network.parameters.at(tie->second.parameter).shared;
    if (shared) {
        const std::string name = network.parameters.at(tie->second.parameter).name;
        text += QStringLiteral(" = ") + QString::fromStdString(notation(tie->second.view, name));
    }
    QStandardItem* const row = makeRow(SlotRowKind, text);
    row->setData(QVariant::fromValue<qulonglong>(slot.layer.value), IdRole);
    row->setData(QString::fromStdString(slot.slot), SlotRole);
    row->setIcon(shared ? disc(tieColour(*m_document, tie->second.parameter, theme)) : disc(theme.muted_text, false));
    QString about = shared ? tr("reads a shared parameter") : tr("has a parameter of its own");
    const auto shape = m_document->analysis().slots.find(slot);
    if (shape != m_document->analysis().slots.end())
        about += tr(", %1").arg(shapeText(shape->second));
    row->setToolTip(QStringLiteral("%1: %2").arg(slotName(network, slot), about));
    row->setData(QStringLiteral("%1, %2").arg(text, about), Qt::AccessibleTextRole);
    return row;
}

QStandardItem* OutlineModel::parameterRow(ParameterId id, const Theme& theme) const
{
    const Network& network = m_document->network();
    QStandardItem* const row = makeRow(ParameterRow, QString::fromStdString(network.parameters.at(id).name));
    row->setData(QVariant::fromValue<qulonglong>(id.value), IdRole);
    row->setIcon(disc(tieColour(*m_document, id, theme)));
    const std::vector<Slot> uses = usesOf(network, id);
    for (const Slot& use : uses) {
        QStandardItem* const child = slotRow(use, theme);
        child->setText(slotName(network, use));
        row->appendRow(child);
    }
    QString about = uses.size() == 1 ? tr("shared parameter, 1 use") : tr("shared parameter, %1 uses").arg(uses.size());
    const auto shape = m_document->analysis().parameters.find(id);
    if (shape != m_document->analysis().parameters.end())
        about += tr(", %1").arg(shapeText(shape->second.shape));
    addDiagnostics(row, about, theme, [id](const Diagnostic& d) { return d.parameter == id; });
    return row;
}

void OutlineModel::addDiagnostics(QStandardItem* row, const QString& about, const Theme& theme,
                                  const std::function<bool(const Diagnostic&)>& concerns) const
{
    QString text = about;
    std::optional<Severity> worst;
    for (const Diagnostic& diagnostic : m_document->analysis().diagnostics) {
        if (!concerns(diagnostic))
            continue;
        if (!worst || *worst < diagnostic.severity)
            worst = diagnostic.severity;
        text += QStringLiteral("\n%1: %2 %3")
                    .arg(titleOf(diagnostic.severity), QString::fromStdString(diagnostic.message),
                         QString::fromStdString(diagnostic.mend));
    }
    // A hint is told at hover alone: the row is as sound as any.
    if (worst && *worst != Severity::Info)
        row->setForeground(colourOf(*worst, theme));
    row->setToolTip(text);
    row->setData(QStringLiteral("%1, %2").arg(row->text(), text), Qt::AccessibleTextRole);
}

SelectedItems OutlineModel::itemsOf(const QModelIndex& index)
{
    SelectedItems items;
    const auto id = index.data(IdRole).toULongLong();
    switch (index.data(KindRole).toInt()) {
    case LayerRow: items.layers.insert(LayerId{id}); break;
    case ParameterRow: items.parameters.insert(ParameterId{id}); break;
    case RepeatRow: items.repeats.insert(RepeatId{id}); break;
    case SlotRowKind: items.ties.insert(Slot{LayerId{id}, index.data(SlotRole).toString().toStdString()}); break;
    default: break;
    }
    return items;
}

QModelIndexList OutlineModel::rowsOf(const SelectedItems& items) const
{
    QModelIndexList rows;
    const std::function<void(const QModelIndex&)> collect = [&](const QModelIndex& index) {
        const SelectedItems own = itemsOf(index);
        const bool chosen = (!own.layers.empty() && items.layers.contains(*own.layers.begin())) ||
                            (!own.parameters.empty() && items.parameters.contains(*own.parameters.begin())) ||
                            (!own.repeats.empty() && items.repeats.contains(*own.repeats.begin())) ||
                            (!own.ties.empty() && items.ties.contains(*own.ties.begin()));
        if (chosen)
            rows.append(index);
        for (int row = 0; row < rowCount(index); ++row)
            collect(this->index(row, 0, index));
    };
    for (int group = 0; group < rowCount(); ++group)
        collect(index(group, 0));
    return rows;
}

std::optional<ParameterId> OutlineModel::sharedParameter(const QModelIndex& index) const
{
    const SelectedItems items = itemsOf(index);
    if (!items.parameters.empty())
        return *items.parameters.begin();
    const Network& network = m_document->network();
    if (!items.ties.empty()) {
        const auto tie = network.ties.find(*items.ties.begin());
        if (tie != network.ties.end() && network.parameters.at(tie->second.parameter).shared)
            return tie->second.parameter;
    }
    return std::nullopt;
}

std::uint64_t OutlineModel::idOf(const QModelIndex& index)
{
    const int kind = index.data(KindRole).toInt();
    return kind == Heading || kind == SlotRowKind ? 0 : index.data(IdRole).toULongLong();
}

bool OutlineModel::isRepeat(const QModelIndex& index)
{
    return index.data(KindRole).toInt() == RepeatRow;
}

QVariant OutlineModel::data(const QModelIndex& index, int role) const
{
    const QVariant value = QStandardItemModel::data(index, role);
    if (role != Qt::DisplayRole || !isRepeat(index))
        return value;
    return value.toString() + QLatin1Char(' ') + index.data(CounterRole).toString();
}

bool OutlineModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole)
        return QStandardItemModel::setData(index, value, role);
    const SelectedItems items = itemsOf(index);
    Result<void> renamed;
    if (!items.layers.empty())
        renamed = renameLayer(*m_document, *items.layers.begin(), value.toString());
    else if (!items.repeats.empty())
        renamed = renameRepeat(*m_document, *items.repeats.begin(), value.toString());
    else if (!items.parameters.empty())
        renamed = renameParameter(*m_document, *items.parameters.begin(), value.toString());
    if (!renamed)
        emit refused(QString::fromStdString(renamed.error().oneLine()));
    return renamed.has_value();
}

} // namespace ligature
