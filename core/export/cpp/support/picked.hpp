// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// Of each sample the elements at those places, or the number where a place is -1.
inline Tensor picked(const Tensor& input, const std::vector<Size>& places, const Shape& shape, float otherwise)
{
    Tensor output(Shape{input.extent(0)}.followed_by(shape));
    const Size size = input.extent(0) == 0 ? 0 : input.size() / input.extent(0);
    float* to = output.data();
    for (Size sample = 0; sample < input.extent(0); ++sample) {
        for (const Size place : places)
            *to++ = place < 0 ? otherwise : input.data()[sample * size + place];
    }
    return output;
}
