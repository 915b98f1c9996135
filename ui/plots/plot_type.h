// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include <QString>

class QWidget;

namespace ligature {

class Document;
class RunController;

/// What a plot shows: the open document and its training, which tells it what comes. Both outlive the plot.
struct PlotSource {
    Document* document;
    RunController* run;
};

/// A plot that is watched while a network trains: a page of the training dock. One file of ui/plots/types/ and one line
/// in its list.
class PlotType {
public:
    virtual ~PlotType() = default;
    [[nodiscard]] virtual std::string_view name() const = 0; ///< never shown: "curves"
    [[nodiscard]] virtual QString title() const = 0;         ///< of its tab
    [[nodiscard]] virtual QString help() const = 0;          ///< a sentence or two: what it shows, and what for
    /// The plot with its controls, among them the menu that saves it. It follows the source by itself, and says what to
    /// do where there is nothing to show.
    [[nodiscard]] virtual QWidget* make(const PlotSource& source, QWidget* parent) const = 0;
};

/// All of them, in the order of their tabs.
[[nodiscard]] std::span<const PlotType* const> plotTypes();
[[nodiscard]] const PlotType* findPlotType(std::string_view name);

} // namespace ligature
