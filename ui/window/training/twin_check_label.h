// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/training/trainer.h"

class QLabel;

namespace ligature {

/// The proof that the twins start alike: "Step 0: tied 0.123456 = untied 0.123456, identical to the last bit".
class TwinCheckLabel : public QWidget {
    Q_OBJECT

public:
    explicit TwinCheckLabel(QWidget* parent = nullptr);

    /// Nothing hides it.
    void show(const std::optional<TwinCheck>& check);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    std::optional<TwinCheck> m_check;
    QLabel* m_icon;
    QLabel* m_text;
};

[[nodiscard]] QString twinCheckText(const TwinCheck& check);

} // namespace ligature
