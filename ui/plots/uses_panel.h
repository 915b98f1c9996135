// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "core/error/result.h"
#include "ui/plots/use_history.h"

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace ligature {

class CosineMap;
class CurvePlot;
class Document;

/// What each use of a shared parameter adds to its gradient, live: its share or norm over the steps, how much the uses
/// agree, and a sentence on what the figures mean. Says how to share a parameter where nothing is shared, and what
/// watching costs where it is off.
class UsesPanel : public QWidget {
    Q_OBJECT

public:
    explicit UsesPanel(Document* document, QWidget* parent = nullptr);

    /// A new training begins, or there is none any more.
    void reset();
    /// What the training can watch, once it is known.
    void setWatched(const std::shared_ptr<const std::vector<WatchedUses>>& watched);
    /// Draws soon; thousands of steps at a time cost little.
    /// @param seconds that the training has taken
    void append(const std::vector<UseGradients>& seen, double seconds);
    void setStepsPerEpoch(std::int64_t steps);
    void setWatching(bool watching);
    /// Why it is not watched although it was asked for; nothing: it is.
    void setError(const std::optional<Error>& error);

    [[nodiscard]] CurvePlot* plot() const { return m_plot; }
    [[nodiscard]] CosineMap* map() const { return m_map; }
    [[nodiscard]] const UseHistory& history() const { return m_history; }

signals:
    void watchingAsked(bool watching);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeControls(QBoxLayout& row);
    [[nodiscard]] QWidget* makeMessagePage();
    void showPage();
    void fillChooser();
    void showCurves();
    [[nodiscard]] std::vector<std::size_t> drawnUses(const ParameterUses& parameter) const;
    void drawNews();
    [[nodiscard]] const ParameterUses* shown() const;
    [[nodiscard]] int tieColourOf(ParameterId parameter) const;

    Document* m_document;
    UseHistory m_history;
    bool m_knows_watched = false; ///< of the training that is shown
    bool m_watching = false;
    std::vector<std::size_t> m_drawn_uses;
    std::optional<Error> m_error;
    QTimer m_draw_timer;

    QStackedWidget* m_pages;
    QLabel* m_message = nullptr;
    QPushButton* m_switch_on = nullptr;
    QComboBox* m_parameter = nullptr;
    QComboBox* m_figure = nullptr;
    QCheckBox* m_watch = nullptr;
    std::vector<QLabel*> m_control_labels;
    std::vector<QToolButton*> m_control_buttons;
    CurvePlot* m_plot;
    CosineMap* m_map;
    QLabel* m_sentence;
};

} // namespace ligature
