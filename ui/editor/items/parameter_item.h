// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tying/account.h"
#include "ui/editor/items/layer_content.h"
#include "ui/editor/items/node_item.h"

namespace ligature {

/// All that a shared parameter's node shows.
struct ParameterContent {
    QString name;
    QString shape;  ///< empty while it is not known
    QString uses;   ///< "2 uses"
    QString saving; ///< "saves 2,048 values · 8,192 B", or what to do when it saves nothing
    int colour = 0;
    bool used = false;
    std::optional<NodeMessage> message;
    bool operator==(const ParameterContent&) const = default;
};

/// @param account of this parameter; null where it is not known
[[nodiscard]] ParameterContent parameterContent(const Project& project, const Analysis& analysis,
                                                const ParameterAccount* account, const NodeMessages& messages,
                                                ParameterId parameter);

/// A shared parameter's node, in its own colour, with the port that its ties leave from at the top: parameters lie
/// below the layers that use them.
class ParameterItem : public NodeItem {
public:
    enum { Type = ParameterItemType };

    ParameterItem(const CanvasStyle& style, ParameterId parameter) : NodeItem(style), m_parameter(parameter) {}

    [[nodiscard]] ParameterId parameter() const { return m_parameter; }
    [[nodiscard]] const ParameterContent& content() const { return m_content; }
    void setContent(ParameterContent content);

    [[nodiscard]] NodeId id() const override { return m_parameter; }
    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF nameRect() const override;
    [[nodiscard]] QString name() const override { return m_content.name; }
    void restyle() override { layOut(); }
    [[nodiscard]] const Remedy* remedyAt(QPointF scene_position) const override;

protected:
    void paintBody(QPainter& painter, bool far_away) override;
    void paintAnchor(QPainter& painter, const Anchor& anchor, bool hovered, bool far_away) override;

private:
    void layOut();

    ParameterId m_parameter;
    ParameterContent m_content;
    TextLine m_name;
    TextLine m_shape;
    TextLine m_uses;
    TextLine m_saving;
    QRectF m_message_box;
};

} // namespace ligature
