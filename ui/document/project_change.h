// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/project/project.h"
#include "core/training/trained_state.h"

namespace ligature {

/// For every entry of a map that differs between two values: what it was and what it is (nothing: not there).
template <typename Key, typename Value>
using MapDifference = std::map<Key, std::pair<std::optional<Value>, std::optional<Value>>>;

/// What a change made of trained values, which are the document's as long as the training that left them does not go
/// on.
struct TrainedChange {
    std::shared_ptr<const TrainingState> before;
    std::shared_ptr<const TrainingState> after; ///< nothing: they do not fit the network any more
    int generation = 0;                         ///< of Document::setTrained(): later ones know nothing of these two
};

/// How one value of the document became another, entry by entry: what an undo step holds and what the changed signal
/// says. A listener reads which entries it has to look at; values come from the document.
struct ProjectChange {
    bool everything = false; ///< another project altogether: listeners start anew (all else is then empty)
    MapDifference<LayerId, Layer> layers;
    MapDifference<ParameterId, Parameter> parameters;
    MapDifference<Port, Port> links; ///< by the input port
    MapDifference<Slot, Tie> ties;
    MapDifference<RepeatId, Repeat> repeats;
    MapDifference<std::string, CustomArm> arms; ///< by their words
    MapDifference<LayerId, CanvasPosition> layer_positions;
    MapDifference<ParameterId, CanvasPosition> parameter_positions;
    MapDifference<ParameterId, int> colours;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> next_id;
    std::optional<std::pair<std::string, std::string>> name;
    std::optional<std::pair<std::string, std::string>> description;
    std::optional<std::pair<DataSource, DataSource>> data;
    std::optional<std::pair<TrainingSettings, TrainingSettings>> training;
    std::optional<std::pair<ExperimentPlan, ExperimentPlan>> experiment;
    std::optional<TrainedChange> trained; ///< goes along; by itself it is no change

    [[nodiscard]] bool empty() const;
    /// Whether the network itself, and not only its drawing or the settings, differs.
    [[nodiscard]] bool changesNetwork() const;
};

/// What turns `before` into `after`.
[[nodiscard]] ProjectChange difference(const Project& before, const Project& after);
/// Applies a change to the value it was made from; `reversed` undoes it.
void apply(const ProjectChange& change, Project& project, bool reversed);
/// The same change seen the other way round.
[[nodiscard]] ProjectChange reversed(const ProjectChange& change);
/// Makes `first` what both do, one after the other.
void append(ProjectChange& first, const ProjectChange& second);

} // namespace ligature
