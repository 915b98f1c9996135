// SPDX-License-Identifier: 0BSD
// needs: support/picked
/// A sample's elements, read in steps.
inline Tensor strided_read(const Tensor& input, const Shape& shape, const Shape& strides, Size offset)
{
    std::vector<Size> places = {offset};
    for (Size axis = 0; axis < shape.rank(); ++axis) {
        std::vector<Size> wider;
        for (const Size place : places) {
            for (Size i = 0; i < shape[axis]; ++i)
                wider.push_back(place + i * strides[axis]);
        }
        places = wider;
    }
    return picked(input, places, shape, 0.0F);
}
