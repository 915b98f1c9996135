// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/ops/op.h"

/// What compares two activations, and the losses made of it. N is the batch; shapes are per sample.
namespace ligature {

/// a . b / (max(|a|, eps) max(|b|, eps)) over the last axis, which is gone afterwards: torch.nn.CosineSimilarity.
[[nodiscard]] std::shared_ptr<const Op> cosineSimilarityOp(double eps);

/// |a - b|, elementwise.
[[nodiscard]] std::shared_ptr<const Op> absoluteDifferenceOp();

/// Losses: the output is a scalar. A target is whatever a Target layer gives.

/// Inputs (a, b, y), y being 1 where both are the same and 0 where not: the mean over the batch of
/// y d^2 + (1 - y) max(0, margin - d)^2 with d = |a - b|, the Euclidean distance of a sample's elements. Its derivative
/// at d = 0 is 0. Metric: the share of pairs with (d < margin / 2) = (y = 1).
[[nodiscard]] std::shared_ptr<const Op> contrastiveOp(double margin);

enum class Norm { L1, L2 };
/// Inputs (anchor, positive, negative): the mean over all rows of max(0, d(anchor, positive) - d(anchor, negative) +
/// margin), d(u, v) being the norm of u - v + eps over the last axis: torch.nn.TripletMarginLoss. Metric: the share of
/// rows whose anchor is nearer to the positive.
[[nodiscard]] std::shared_ptr<const Op> tripletMarginOp(double margin, Norm norm, double eps);

/// Inputs (x, t), x being log-probabilities, or logits that a log-softmax over the last axis makes some of, and t
/// probabilities: the sum of t (log t - x) divided by the batch: torch.nn.KLDivLoss(reduction="batchmean"). Metric: the
/// share of rows of the last axis whose greatest x is where the greatest t is.
[[nodiscard]] std::shared_ptr<const Op> klDivergenceOp(bool from_logits);

/// Inputs (p, t): the mean over all elements of z^2 / 2 where |z| <= delta, and delta (|z| - delta / 2) elsewhere, with
/// z = p - t: torch.nn.HuberLoss. Metric: the mean of |z|.
[[nodiscard]] std::shared_ptr<const Op> huberOp(double delta);

} // namespace ligature
