// SPDX-License-Identifier: 0BSD
// needs: views/flip
/// The last two axes turned by quarter turns against the clock: the same numbers.
inline Tensor rotate90(const Tensor& parameter, Size turns)
{
    Tensor turned = parameter;
    for (Size turn = 0; turn < (turns + 4) % 4; ++turn) {
        const Tensor flipped = flip(turned, -1);
        Shape shape = flipped.shape();
        Shape strides = flipped.strides();
        const Size last = shape.rank() - 1;
        std::swap(shape[last - 1], shape[last]);
        std::swap(strides[last - 1], strides[last]);
        turned = Tensor(flipped.buffer(), flipped.offset(), shape, strides);
    }
    return turned;
}
