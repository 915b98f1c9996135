// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "core/ops/op.h"
#include "core/ops/window.h"
#include "core/views/view.h"

/// Every primitive, one function an op. N is the batch; shapes are per sample.
namespace ligature {

/// y = x W^T + b over the last axis. x (N, ..., in_features), W (out_features, in_features), b (out_features) if it is
/// there: y (N, ..., out_features).
[[nodiscard]] std::shared_ptr<const Op> linearOp();

/// x (N, C, H, W), W (out_channels, C / groups, kernel height, kernel width), b (out_channels) if it is there: y (N,
/// out_channels, OH, OW), the cross-correlation with zero padding as torch.nn.functional.conv2d.
[[nodiscard]] std::shared_ptr<const Op> convolutionOp(const Window& window, std::int64_t groups);
/// Its transpose: x (N, C, H, W), W (C, out_channels / groups, kernel height, kernel width), as conv_transpose2d.
[[nodiscard]] std::shared_ptr<const Op> transposedConvolutionOp(const Window& window, std::int64_t groups,
                                                                Size2 output_padding);

/// The largest element, or the mean, of each window over x (N, C, H, W): y (N, C, OH, OW).
[[nodiscard]] std::shared_ptr<const Op> maxPoolOp(const Window& window);
/// @param include_padding whether the zeros of the padding count as elements
[[nodiscard]] std::shared_ptr<const Op> averagePoolOp(const Window& window, bool include_padding);
/// The mean of each channel: x (N, C, ...), y (N, C).
[[nodiscard]] std::shared_ptr<const Op> channelMeanOp();

/// Inputs x (N, C, ...), running mean (C), running variance (C), and weight (C) and bias (C) if they are there. Each
/// channel less its mean, divided by sqrt(variance + eps), times weight, plus bias: of the batch while training, else
/// the running ones, which updateState() moves by `momentum` towards the batch's.
[[nodiscard]] std::shared_ptr<const Op> batchNormOp(double eps, double momentum);

/// x (N, ..., F) times s (F) along the last axis, or times a scalar s.
[[nodiscard]] std::shared_ptr<const Op> scaleOp();

/// The elementwise functions, named after torch.nn.
enum class Activation { ReLU, LeakyReLU, ELU, GELU, GELUTanh, SiLU, Tanh, Sigmoid };
/// @param coefficient LeakyReLU's slope below zero, ELU's alpha
[[nodiscard]] std::shared_ptr<const Op> activationOp(Activation function, double coefficient = 0.0);

/// Softmax over the last axis.
[[nodiscard]] std::shared_ptr<const Op> softmaxOp();

/// The sum of any number of inputs of one shape.
[[nodiscard]] std::shared_ptr<const Op> addOp();

/// The inputs one after the other along a per-sample axis; all other extents are equal.
[[nodiscard]] std::shared_ptr<const Op> concatenateOp(std::size_t axis);

/// The same elements under another per-sample shape.
[[nodiscard]] std::shared_ptr<const Op> reshapeOp(Shape shape);

/// While training: each element is 0 with the given probability and divided by (1 - probability) otherwise.
[[nodiscard]] std::shared_ptr<const Op> dropoutOp(double probability);

/// A parameter read through any view: out[i] = c[i] * W[index[i]]; backward is the index-add, times the factor.
[[nodiscard]] std::shared_ptr<const Op> readViewOp(LinearRead read, Shape shape, double gradient_factor = 1.0);

/// Losses: inputs (prediction or logits, target), output a scalar, the mean over the batch as torch.nn has it.
/// The mean of (p - t)^2 over all elements. Metric: the mean of |p - t|.
[[nodiscard]] std::shared_ptr<const Op> meanSquaredErrorOp();
/// The mean over all elements of max(z, 0) - z t + log(1 + exp(-|z|)). Metric: the share of elements with
/// (z > 0) = (t > 1/2).
[[nodiscard]] std::shared_ptr<const Op> binaryCrossEntropyOp();
/// The mean over the batch of logsumexp(z) - z[t], t being a class index. Metric: the share of rows whose largest
/// logit is at t.
[[nodiscard]] std::shared_ptr<const Op> softmaxCrossEntropyOp();

} // namespace ligature
