// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "core/comparison/experiment_session.h"
#include "ui/theme/theme.h"

namespace ligature {

/// Each arm's paired difference from the baseline: its interval and mean, a faint dot for each seed, and the margin as
/// a band around 0. A row for each group where one arm is compared; of several arms, those of the chosen group.
class DifferencePlot : public QWidget {
    Q_OBJECT

public:
    explicit DifferencePlot(QWidget* parent = nullptr);

    void setAnswer(std::shared_ptr<const ExperimentAnswer> answer, std::size_t chosen_group);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Row {
        QString name;
        QString help;
        statistics::Answer answer = statistics::Answer::TooFewSeeds;
        double mean = 0;
        std::optional<statistics::Interval> interval;
        std::vector<double> seeds;
    };
    void makeRows();
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] double place(double value) const;
    void paintAxis(QPainter& painter, const Theme& theme) const;
    void paintRow(QPainter& painter, const Theme& theme, const Row& row, double middle) const;

    std::shared_ptr<const ExperimentAnswer> m_answer;
    std::size_t m_chosen_group = 0;
    std::vector<Row> m_rows;
    double m_low = -1; ///< what the axis shows
    double m_high = 1;
    double m_margin = 0;
    bool m_is_relative = true;
};

} // namespace ligature
