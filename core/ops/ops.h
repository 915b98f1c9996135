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

/// The rows of W (num_embeddings, embedding_dim) that the indices x (N, ...) name: y (N, ..., embedding_dim).
[[nodiscard]] std::shared_ptr<const Op> embeddingOp();

/// How a row along the last axis is normalised.
enum class RowNorm {
    Layer, ///< (x - mean) / sqrt(variance + eps), the variance divided by the row's length (Ba et al. 2016)
    RMS,   ///< x / sqrt(mean of x^2 + eps) (Zhang and Sennrich 2019)
};
/// Each row of x (N, ..., D) normalised, times w (D) if it is there, plus b (D) if it is there too.
[[nodiscard]] std::shared_ptr<const Op> normalizeRowsOp(RowNorm norm, double eps);

/// x (N, T, D) plus positions w (T, D), or plus the sinusoids of Vaswani et al. (2017) where there is one input only.
[[nodiscard]] std::shared_ptr<const Op> positionalEmbeddingOp();

/// What a recurrent op gives out.
enum class SequenceOutput {
    Sequence, ///< the hidden state of every step (N, T, H)
    Last,     ///< that of the last step (N, H)
};
/// Recurrent networks over x (N, T, F), from a hidden state of 0: weight_ih (G, F), weight_hh (G, H), bias_ih (G) and
/// bias_hh (G) or neither, G being H, 3 H and 4 H. Formulas and gate orders are PyTorch's, in each op's file.
[[nodiscard]] std::shared_ptr<const Op> rnnOp(SequenceOutput output, Activation function);
[[nodiscard]] std::shared_ptr<const Op> gruOp(SequenceOutput output);
[[nodiscard]] std::shared_ptr<const Op> lstmOp(SequenceOutput output);

/// Scaled dot-product attention of a sequence to itself, in heads (Vaswani et al. 2017): x (N, T, 3 E) holds queries,
/// keys and values side by side, each of them one head after the other; y (N, T, E), its heads likewise.
/// @param causal no step sees a later one
[[nodiscard]] std::shared_ptr<const Op> selfAttentionOp(std::int64_t heads, bool causal);

/// A parameter read through any view: out[i] = c[i] * W[index[i]]; backward is the index-add, times the factor. Its
/// kernels build the table of indices.
/// @param memory the shape of the input, row-major; the view fits it
[[nodiscard]] std::shared_ptr<const Op> readViewOp(View view, Shape memory, double gradient_factor = 1.0);

/// The same where the read steps through memory: no table. The input is all of the memory.
[[nodiscard]] std::shared_ptr<const Op> readStridedOp(StridedRead read, double gradient_factor = 1.0);

/// The input as it is, its gradient times the factor. The output has to lie where the input lies
/// (GraphValue::memory_of).
[[nodiscard]] std::shared_ptr<const Op> scaleGradientOp(double factor);

/// Losses: inputs (prediction or logits, target), output a scalar, the mean over the batch as torch.nn has it.
/// The mean of (p - t)^2 over all elements. Metric: the mean of |p - t|.
[[nodiscard]] std::shared_ptr<const Op> meanSquaredErrorOp();
/// The mean over all elements of max(z, 0) - z t + log(1 + exp(-|z|)). Metric: the share of elements with
/// (z > 0) = (t > 1/2).
[[nodiscard]] std::shared_ptr<const Op> binaryCrossEntropyOp();
/// The mean over the batch of logsumexp(z) - z[t], t being a class index. Metric: the share of rows whose largest
/// logit is at t.
[[nodiscard]] std::shared_ptr<const Op> softmaxCrossEntropyOp(double label_smoothing);
/// The same over every row: logits (N, ..., V), one class index a row, the mean over all rows. Metric: the perplexity,
/// exp of the mean.
[[nodiscard]] std::shared_ptr<const Op> nextTokenCrossEntropyOp();

} // namespace ligature
