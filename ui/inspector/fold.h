// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace ligature {

/// A line that opens and closes what is below it.
class Fold : public QWidget {
    Q_OBJECT

public:
    /// @param content owned by the fold from then on
    Fold(const QString& accessible_name, QWidget* content, bool open, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] bool isOpen() const { return m_open; }
    void setOpen(bool open);

signals:
    void toggled(bool open);

private:
    QToolButton* m_button;
    QWidget* m_content;
    bool m_open = false;
};

} // namespace ligature
