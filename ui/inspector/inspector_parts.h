// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QIcon>
#include <QLabel>
#include <QString>

#include "core/error/result.h"
#include "core/network/analysis.h"

class QVBoxLayout;

namespace ligature {

/// The large line on top: a mark, and what kind of thing it is. Long ones are elided.
void addTitle(QVBoxLayout* layout, const QIcon& mark, const QString& text);
/// A small heading over what follows.
QLabel* addHeading(QVBoxLayout* layout, const QString& text);
/// Text that wraps and can be selected; its links say linkActivated().
QLabel* addText(QVBoxLayout* layout, const QString& text = {});
/// The same in the quieter colour.
QLabel* addMutedText(QVBoxLayout* layout, const QString& text = {});
/// A line for what is wrong with the field above; hidden while nothing is.
QLabel* addProblem(QVBoxLayout* layout);
void showProblem(QLabel& label, const QString& problem);

/// "Another layer has this name; choose another one."
[[nodiscard]] QString refusalText(const Error& error);

/// One line of text that fits any width: its end gives way to "…", and the tool tip has it all.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr) : QLabel(text, parent) {}
    /// What the tool tip explains besides.
    void setExplanation(const QString& explanation) { m_explanation = explanation; }
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_explanation;
};

/// The diagnostics that concern something, each with its mend, as rich text; empty where there are none.
/// @param subject says before each what it is about; may be empty
/// @param details says behind each that tells of several what there is to see of them; may be empty
[[nodiscard]] QString diagnosticsText(const Analysis& analysis, const std::function<bool(const Diagnostic&)>& concerns,
                                      const QPalette& palette,
                                      const std::function<QString(const Diagnostic&)>& subject = {},
                                      const std::function<QString(const Diagnostic&)>& details = {});

} // namespace ligature
