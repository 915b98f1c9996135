// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/arithmetic.h"

namespace ligature {

namespace {

class MatrixProduct final : public LayerType {
public:
    std::string name() const override { return "matrix_product"; }
    std::string title() const override { return "Matrix product"; }
    LayerCategory category() const override { return LayerCategory::Linear; }
    std::string summary() const override { return "Multiplies two activations as matrices."; }
    std::string help() const override
    {
        return "Y = A B over the last two axes, for each sample: A (…, n, k), B (…, k, m), Y (…, n, m); the axes "
               "before "
               "them are equal. An operand that is transposed is read the other way round: Q Kᵀ of attention is a "
               "product with B transposed.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {transposeSpec("transpose_a", "Transpose A", "Whether A is (…, k, n) and read as its transpose."),
                transposeSpec("transpose_b", "Transpose B", "Whether B is (…, m, k) and read as its transpose.")};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"a", "The left matrix A."}, {"b", "The right matrix B."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        for (const Shape& input : inputs) {
            if (input.rank() < 2)
                return fail({}, "an input of " + input.toString() + " is no matrix", "put a Reshape before it");
        }
        const Matrix a = matrix(inputs[0], attributes.get<bool>("transpose_a"));
        const Matrix b = matrix(inputs[1], attributes.get<bool>("transpose_b"));
        const std::string both = inputs[0].toString() + " and " + inputs[1].toString();
        if (a.leading != b.leading)
            return fail({}, "inputs of " + both + " differ before their last two axes", "make those axes equal");
        if (a.columns != b.rows)
            return fail({},
                        "the product of inputs of " + both + " needs as many columns of A as rows of B, and they are " +
                            std::to_string(a.columns) + " and " + std::to_string(b.rows),
                        "change a shape, or read one of them transposed");
        std::vector<std::int64_t> output = a.leading;
        output.push_back(a.rows);
        output.push_back(b.columns);
        // Saturates where the three extents are enormous.
        const std::int64_t flops = Shape{Shape(output).elementCount(), a.columns, 2}.elementCount();
        return Inference{.outputs = {Shape(std::move(output))}, .flops = flops};
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        lowering.setOutput(
            lowering.add(matrixProductOp(attributes.get<bool>("transpose_a"), attributes.get<bool>("transpose_b")),
                         {lowering.input(0), lowering.input(1)}));
    }

private:
    struct Matrix {
        std::vector<std::int64_t> leading;
        std::int64_t rows = 0;
        std::int64_t columns = 0;
    };

    static Matrix matrix(const Shape& shape, bool transposed)
    {
        Matrix result{shape.extents(), shape[shape.rank() - 2], shape[shape.rank() - 1]};
        result.leading.resize(shape.rank() - 2);
        if (transposed)
            std::swap(result.rows, result.columns);
        return result;
    }

    static AttributeSpec transposeSpec(std::string name, std::string label, std::string help)
    {
        return AttributeSpec{.name = std::move(name),
                             .label = std::move(label),
                             .kind = AttributeKind::Boolean,
                             .default_value = false,
                             .help = std::move(help)};
    }
};

} // namespace

const LayerType& matrixProductLayer()
{
    static const MatrixProduct type;
    return type;
}

} // namespace ligature
