// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/layer_type.h"
#include "core/ops/expression.h"

namespace ligature {

/// A layer that makes of each element what one expression says: its file declares a name, attributes (numbers) and the
/// expression, in which an attribute is Expression::named() after it. The op, its gradient, the layer's function in
/// every language that code is exported to and its nodes in ONNX follow from it, where nobody has written them by hand.
class ExpressionLayer : public LayerType {
public:
    [[nodiscard]] const Expression* formula() const override = 0;
    [[nodiscard]] Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const final;
    void lower(Lowering& lowering) const final;
};

/// The expression with the attributes' values filled in.
[[nodiscard]] Expression withAttributes(const Expression& formula, const Attributes& attributes);

} // namespace ligature
