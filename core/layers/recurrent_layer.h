// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

/// A recurrent network over the time axis of x (T, F), from a hidden state of 0 to (T, H) or, of the last step alone,
/// (H). Slots as torch.nn has them: weight_ih (G, F), weight_hh (G, H), bias_ih (G), bias_hh (G), G being H for each of
/// the cell's gates; all start uniform in ±1/sqrt(H).
class RecurrentLayer : public LayerType {
public:
    LayerCategory category() const final { return LayerCategory::Sequence; }
    std::vector<AttributeSpec> attributes() const override;
    std::vector<SlotSpec> slots(const Attributes& attributes) const final;
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const final;
    void lower(Lowering& lowering) const final;

protected:
    [[nodiscard]] virtual std::int64_t gates() const = 0;
    [[nodiscard]] virtual std::string gateOrder() const = 0; ///< "i, f, g, o"; empty for one
    [[nodiscard]] virtual std::shared_ptr<const Op> op(const Attributes& attributes, SequenceOutput output) const = 0;
};

} // namespace ligature
