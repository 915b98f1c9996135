// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis
/// The sum over one axis, or over all of a sample where axis is 0.
inline Tensor sum(const Tensor& input, Size axis, const Shape& output_shape)
{
    const Size batch = input.extent(0);
    const Shape around = axis == 0 ? Shape{batch, input.size() / batch, 1} : around_axis(input.shape(), axis);
    Tensor output(Shape{batch}.followed_by(output_shape));
    for (Size block = 0; block < around[0]; ++block) {
        for (Size place = 0; place < around[2]; ++place) {
            double total = 0;
            for (Size i = 0; i < around[1]; ++i)
                total += static_cast<double>(input.data()[(block * around[1] + i) * around[2] + place]);
            output.data()[block * around[2] + place] = static_cast<float>(total);
        }
    }
    return output;
}
