// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "core/comparison/experiment_session.h"

class QVBoxLayout;

namespace ligature {

/// The answer of a group in words: for each arm a badge, what it saves, what it costs, and the evidence in small print.
class VerdictView : public QWidget {
    Q_OBJECT

public:
    explicit VerdictView(QWidget* parent = nullptr);

    /// @param answer nothing: there is none yet
    void setAnswer(const std::shared_ptr<const ExperimentAnswer>& answer, std::size_t group, bool is_outdated);
    /// All of it as text.
    [[nodiscard]] QString text() const;

private:
    void addLine(const QString& text, const char* look, const QString& name = {});

    QVBoxLayout* m_layout;
};

} // namespace ligature
