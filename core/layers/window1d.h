// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "core/layers/composite_layer.h"

/// What the layers that slide along sequences (C, L) have in common.
namespace ligature {

struct Window1d {
    explicit Window1d(const Attributes& attributes);

    std::int64_t kernel = 1;
    std::int64_t stride = 1; ///< the kernel where the attribute is 0
    std::int64_t padding = 0;
    std::int64_t dilation = 1;

    /// How many places the window has in a sequence of that length; 1 at least.
    [[nodiscard]] std::int64_t positions(std::int64_t length) const;
};

/// A layer that is a window of two dimensions over the sequence as an image of one row.
class Window1dLayer : public CompositeLayer {
public:
    [[nodiscard]] std::vector<LayerPart> parts(const Attributes& attributes,
                                               std::span<const Shape> inputs) const override;

protected:
    /// The layer of two dimensions, what its part is called, and the attributes beside the window's sizes.
    struct Image {
        std::string part;
        std::string type;
        Attributes attributes = {};
        std::optional<std::int64_t> out_channels = {}; ///< nothing: those of the input
    };
    [[nodiscard]] virtual Image image(const Attributes& attributes, const Window1d& window) const = 0;

    /// An error, with its mend, where one sample is not (C, L), or the window is longer than it.
    [[nodiscard]] Result<void> expectFit(const Attributes& attributes, std::span<const Shape> inputs) const override;

    /// What pooling windows have in common: kernel_size, stride, padding.
    [[nodiscard]] static std::vector<AttributeSpec> poolingSizes();
    /// @param help what lies so far apart
    [[nodiscard]] static AttributeSpec dilationSpec(std::string help);
};

} // namespace ligature
