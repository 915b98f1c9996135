// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QSpinBox>

#include "core/network/ids.h"

namespace ligature {

class NetworkView;

/// The box that floats over a repeat's counter while its number of passes is being changed: Enter or leaving it takes
/// the number, in one undo step, Escape keeps the old one.
class CounterEditor : public QSpinBox {
    Q_OBJECT

public:
    explicit CounterEditor(NetworkView& view);

    void open(RepeatId repeat);
    void cancel();
    /// Stays on its frame when what is seen has moved.
    void follow();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void commit();
    void markFrame(bool edited);

    NetworkView& m_view;
    std::optional<RepeatId> m_repeat;
};

} // namespace ligature
