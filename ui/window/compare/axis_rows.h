// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/project/experiment_plan.h"

class QMenu;
class QPushButton;
class QVBoxLayout;

namespace ligature {

class Document;

/// The settings that an experiment varies: a row each with its values, and a menu of what else there is to vary. Every
/// change is an undo step.
class AxisRows : public QWidget {
    Q_OBJECT

public:
    explicit AxisRows(Document* document, QWidget* parent = nullptr);

private:
    void showRows();
    void fillMenu();
    void addTarget(QMenu* menu, const QString& name, const AxisTarget& target);
    void addAxis(const AxisTarget& target);
    void takeText(std::size_t index, const QString& text);
    void removeAxis(std::size_t index);

    Document* m_document;
    QVBoxLayout* m_rows;
    QPushButton* m_add;
    QMenu* m_menu;
};

} // namespace ligature
