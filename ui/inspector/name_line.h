// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QWidget>

#include "core/error/result.h"

class QLabel;
class QLineEdit;

namespace ligature {

/// A text in a line: Enter or leaving the line takes it, Escape brings the old one back. A refused text stays, with the
/// reason below it.
class NameLine : public QWidget {
    Q_OBJECT

public:
    /// @param take gets what was typed; an error refuses it
    NameLine(const QString& label, const QString& help, std::function<Result<void>(const QString&)> take,
             QWidget* parent = nullptr);

    /// Shows it, unless the user is typing another.
    void setName(const QString& name);
    void setPlaceholder(const QString& text);
    [[nodiscard]] const QString& problem() const { return m_reason; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();
    void setProblem(const QString& reason);

    std::function<Result<void>(const QString&)> m_take;
    QString m_name;
    QString m_refused; ///< what m_reason is about
    QString m_reason;
    QLineEdit* m_line;
    QLabel* m_problem;
};

} // namespace ligature
