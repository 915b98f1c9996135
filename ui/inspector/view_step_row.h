// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/document/view_chain.h"

class QLabel;
class QToolButton;

namespace ligature {

class ElidedLabel;
class InspectorForm;

/// One step of a chain of views: what it is, its attributes, the shape that it gives, or why it cannot read what it is
/// given. Alt+Up and Alt+Down move it, Delete removes it.
class ViewStepRow : public QFrame {
    Q_OBJECT

public:
    explicit ViewStepRow(std::string type, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& type() const { return m_type; }
    /// Shows step `at` of the chain.
    void refresh(const ViewChain& chain, std::size_t at);
    /// Tab goes from that widget into the row and through it.
    /// @return its last widget
    QWidget* tabAfter(QWidget* before);
    /// What became of an edit of an attribute.
    void report(const std::string& name, const Result<void>& result);

signals:
    void edited(const std::string& name, const ligature::AttributeValue& value);
    void moveAsked(int places); ///< -1: earlier
    void removeAsked();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QToolButton* addButton(const QString& icon, const QString& name, const QString& tip);

    std::string m_type;
    QString m_title;
    ElidedLabel* m_shape;
    QLabel* m_problem;
    InspectorForm* m_form;
    QToolButton* m_earlier;
    QToolButton* m_later;
    QToolButton* m_remove;
};

} // namespace ligature
