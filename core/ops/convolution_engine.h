// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/ops/convolution_layout.h"
#include "core/ops/correlation.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// What an engine allocates, in elements; a bound from above that saturates, told without allocating.
[[nodiscard]] std::int64_t convolutionScratch(const ConvolutionShape& shape);

/// The three computations that a convolution and its transpose are made of, over memory of its own that is planned in
/// the constructor. Weights W (map channels, image channels / groups, kernel height, kernel width), groups apart:
///   map[o][p]      = sum over c, t of W[o][c][t] image[c][p stride + t dilation - padding]   (forward; Dumoulin and
///   image[c][q]    = sum over o, t of W[o][c][t] map[o][p] for all p, t that meet q          Visin 2016)
///   gradient W[o][c][t] += sum over samples and p of map[o][p] image[c][p stride + t dilation - padding]
/// Samples are worked on one at a time, so that what they take stays in the cache; the weights' gradient a few at once.
template <typename T>
class ConvolutionEngine {
public:
    ConvolutionEngine(const ConvolutionShape& shape, std::int64_t max_batch);

    [[nodiscard]] std::int64_t samplesAtOnce() const { return m_samples_at_once; }
    [[nodiscard]] const ConvolutionShape& shape() const { return m_layout.shape(); }

    /// Of W, before the calls below that read it: once a step.
    void packForMap(const T* weights);
    void packForImage(const T* weights);

    /// Takes one sample (C, H, W) in, as number `slot` of those that are worked on at once.
    void loadImage(std::int64_t slot, const T* image);
    void loadMap(std::int64_t slot, const T* map);

    /// Computes one sample from the other side of the slot. @param bias one for each channel, or null
    void toMap(std::int64_t slot, T* map, const T* bias, bool accumulate);
    void toImage(std::int64_t slot, T* image, const T* bias, bool accumulate);
    /// From both sides of the first `samples` slots.
    void addWeightGradient(std::int64_t samples, T* gradient);

private:
    T* imageOf(std::int64_t slot) { return m_images.data() + slot * m_layout.imageSize(); }
    T* mapOf(std::int64_t slot) { return m_maps.data() + slot * m_layout.mapSize(); }

    ConvolutionLayout m_layout;
    std::int64_t m_group_image; ///< channels of a group
    std::int64_t m_group_map;
    std::int64_t m_group_weights;
    std::int64_t m_samples_at_once;
    std::vector<std::int64_t> m_image_offsets; ///< by channel of a group and tap
    Correlation<T> m_to_map;
    std::vector<Correlation<T>> m_to_image; ///< by plane of an image's channel
    AlignedArray<T> m_packed_for_map;
    AlignedArray<T> m_packed_for_image;
    AlignedArray<T> m_images;
    AlignedArray<T> m_maps;
    AlignedArray<T> m_result;
};

} // namespace ligature
