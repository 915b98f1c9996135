// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QLabel>
#include <QLineEdit>
#include <QString>

#include "core/error/result.h"
#include "core/network/analysis.h"

class QVBoxLayout;

namespace ligature {

/// A small heading over what follows.
QLabel* addHeading(QVBoxLayout* layout, const QString& text);
/// Text that wraps and can be selected; its links call back with what they refer to.
QLabel* addText(QVBoxLayout* layout, const QString& text = {});

/// A name in a line: Enter or leaving the line renames, Escape takes the old name back. A refused name stays, with the
/// reason below it.
class NameLine : public QWidget {
    Q_OBJECT

public:
    NameLine(const QString& label, std::function<Result<void>(const QString&)> rename, QWidget* parent = nullptr);

    /// Shows it, unless the user is typing another.
    void setName(const QString& name);
    [[nodiscard]] QString problem() const { return m_problem->text(); }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();

    std::function<Result<void>(const QString&)> m_rename;
    QString m_name;
    QLineEdit* m_line;
    QLabel* m_problem;
};

/// The diagnostics that concern something, each with its mend, as rich text; empty where there are none.
[[nodiscard]] QString diagnosticsText(const Analysis& analysis, const std::function<bool(const Diagnostic&)>& concerns,
                                      const QPalette& palette);

} // namespace ligature
