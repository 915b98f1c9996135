// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// Zeros in place of some entries: a triangle, or blocks along the diagonal.
inline Tensor mask(const Tensor& parameter, const std::string& pattern, Size diagonal, Size blocks)
{
    const Shape& shape = parameter.shape();
    const Size rows = shape[shape.rank() - 2];
    const Size columns = shape[shape.rank() - 1];
    const Tensor values = parameter.contiguous();
    Tensor output(shape);
    for (Size place = 0; place < output.size(); ++place) {
        const Size row = place / columns % rows;
        const Size column = place % columns;
        const bool is_read = pattern == "lower"   ? column - row <= diagonal
                             : pattern == "upper" ? column - row >= diagonal
                                                  : row / (rows / blocks) == column / (columns / blocks);
        output.data()[place] = is_read ? values.data()[place] : 0.0F;
    }
    return output;
}
