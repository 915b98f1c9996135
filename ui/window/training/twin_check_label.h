// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/training/trainer.h"

class QLabel;

namespace ligature {

class ElidedLabel;

/// The proof that the twins start alike: "Identical to the last bit at step 0: tied 0.123456 = untied 0.123456".
class TwinCheckLabel : public QWidget {
    Q_OBJECT

public:
    explicit TwinCheckLabel(QWidget* parent = nullptr);

    /// Nothing hides it.
    void show(const std::optional<TwinCheck>& check);

    /// As a corner of tabs it leaves them their room.
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcon();

    std::optional<TwinCheck> m_check;
    QLabel* m_icon;
    ElidedLabel* m_text;
};

[[nodiscard]] QString twinCheckText(const TwinCheck& check);

} // namespace ligature
