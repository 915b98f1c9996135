// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/data/dataset.h"
#include "core/network/network.h"

namespace ligature::testing {

/// 35 steps of 10,000 words: Embedding of 128, LSTM of 128, a Dense layer that reads the embedding's weight; next-token
/// cross-entropy. In batches of 20 that is 700 rows of logits.
[[nodiscard]] Network tiedLanguageModel();
/// Random words for it, and random words to follow them.
[[nodiscard]] std::shared_ptr<const Dataset> randomText(std::int64_t samples);

/// 35 steps of 128 features: an LSTM of 256, and a Dense layer to 10 classes after its last step.
[[nodiscard]] Network lstmClassifier();

} // namespace ligature::testing
