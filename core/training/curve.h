// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "core/training/history.h"
#include "core/training/use_gradients.h"

/// Curves in bounded memory: however long a training is, what is kept of it for plots, reports and files is of a fixed
/// size. Steps (and epochs) fall into buckets of equal width, a power of two that grows with the training; of each
/// bucket the least, the greatest and the last are kept, the first that is not finite too, as they were told. What is
/// kept depends on what was told alone, not on where a training was stopped and gone on with: a curve that is read back
/// from a file and added to is the one that was never written.
namespace ligature {

/// How many buckets of steps are at most kept: up to so many steps, each is kept.
inline constexpr std::int64_t stepBuckets = 8192;
/// The same of epochs; of each figure that an epoch has, the least and the greatest are kept. Epoch 0, the start, is a
/// bucket of its own.
inline constexpr std::int64_t epochBuckets = 2048;
/// The same of steps whose uses were looked at; of each bucket the last is kept.
inline constexpr std::int64_t useBuckets = 2048;

/// Adds to a history's curves. Events come in the order of their steps.
/// @param event a step or an epoch
void addToHistory(History& history, const MetricEvent& event);

/// Leaves of events that wait for a slow reader what the curves keep that they are for; ends stay.
void thin(std::vector<MetricEvent>& events);

/// Adds what was seen of the uses, one or more parameters of one or more arms, in the order of the steps.
void addToUses(std::vector<UseGradients>& kept, UseGradients seen);

} // namespace ligature
