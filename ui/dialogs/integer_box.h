// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QAbstractSpinBox>

namespace ligature {

/// A text with arrows that count it up and down. Unlike QSpinBox it takes any text, so that what is out of range stays
/// to be mended and can be told why, and its numbers have 64 bits.
class IntegerBox : public QAbstractSpinBox {
    Q_OBJECT

public:
    explicit IntegerBox(QWidget* parent = nullptr);

    void setRange(std::int64_t minimum, std::int64_t maximum);
    /// Where counting starts while the text is no number.
    void setFallback(std::int64_t value) { m_fallback = value; }
    [[nodiscard]] QLineEdit* line() const { return lineEdit(); }

    void stepBy(int steps) override;
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString&) const override {}

signals:
    /// The arrows, the keys or the wheel have counted to this.
    void stepped(qint64 value);

protected:
    [[nodiscard]] StepEnabled stepEnabled() const override;

private:
    [[nodiscard]] std::int64_t number() const;

    std::int64_t m_minimum = 0;
    std::int64_t m_maximum = 0;
    std::int64_t m_fallback = 0;
};

} // namespace ligature
