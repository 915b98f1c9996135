// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QPointF>
#include <QPointer>

#include "ui/editor/endpoint.h"
#include "ui/editor/items/wire_preview.h"
#include "ui/editor/popups/choice_popup.h"

namespace ligature {

class NetworkView;
struct NodeEntry;

/// The pop-ups that search: for a node to add at the cursor, and for what a node can be connected to.
class NodeSearch : public QObject {
    Q_OBJECT

public:
    explicit NodeSearch(NetworkView& view);
    ~NodeSearch() override;

    struct Request {
        QPointF position;                               ///< the scene's, where the node is added
        std::optional<Endpoint> wire = {};              ///< a wire that was dropped there: only what fits is listed
        std::unique_ptr<WirePreview> preview = nullptr; ///< its drawing, which stays until the search ends
    };
    void open(Request request);

    /// Lists what the selected layer or shared parameter can be connected to, and connects what is chosen.
    void openConnectTo();

    /// Lists slots, and makes the parameter of the one that is chosen a shared one.
    void openMakeShared(const std::vector<Slot>& slots_to_share);

    /// The pop-up that is open; null when none is.
    [[nodiscard]] ChoicePopup* popup() const;

private:
    [[nodiscard]] bool fits(const NodeEntry& entry, const Endpoint& wire) const;
    void openBeside(ChoicePopup* popup);
    void add(const QString& type, QPointF position, const std::optional<Endpoint>& wire);

    NetworkView& m_view;
    QPointer<ChoicePopup> m_popup;
    std::unique_ptr<WirePreview> m_preview;
};

} // namespace ligature
