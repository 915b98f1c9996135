// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "ui/document/view_chain.h"

class QLabel;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace ligature {

class Document;
class ElidedLabel;
class ParameterShapeLine;
class ViewPicture;
class ViewStepRow;

/// The chain of views through which a slot reads its shared parameter: written out, as a picture, and step by step to
/// be changed; below, whether the slot can read what it gives, and how to mend it where it cannot. A step's widgets
/// stay while it stays in the chain, so that a field keeps the keyboard.
class ViewChainEditor : public QWidget {
    Q_OBJECT

public:
    ViewChainEditor(Document* document, Slot slot, QWidget* parent = nullptr);

    void refresh();

private:
    void addMenu();
    void showRows(const ViewChain& chain);
    void showVerdict(const ViewChain& chain);
    ViewStepRow* makeRow(const std::string& type);
    [[nodiscard]] std::size_t placeOf(const ViewStepRow* row) const;
    void placeRow(std::size_t from, std::size_t to);
    void dropRow(std::size_t at);
    void orderTabs();
    void edit(ViewStepRow* row, const std::string& name, const AttributeValue& value);
    void move(ViewStepRow* row, int places);
    void remove(ViewStepRow* row);
    void add(const ViewStep& step);
    void report(const Result<void>& result);

    Document* m_document;
    Slot m_slot;
    ElidedLabel* m_notation;
    ViewPicture* m_picture;
    ParameterShapeLine* m_shape = nullptr;
    QVBoxLayout* m_steps;
    std::vector<ViewStepRow*> m_rows;
    QPushButton* m_add = nullptr;
    QMenu* m_menu = nullptr;
    QLabel* m_problem;
    QLabel* m_verdict;
    QPushButton* m_mend;
    std::optional<Shape> m_mending_shape;
    int m_stay = 0; ///< counts the moves of the keyboard: edits in a row during one are one undo step
};

} // namespace ligature
