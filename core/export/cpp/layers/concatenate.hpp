// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis
/// The inputs one after the other along an axis; 0 is the batch.
inline Tensor concatenate(const std::vector<Tensor>& inputs, Size axis, const Shape& output_shape)
{
    Tensor output(Shape{inputs[0].extent(0)}.followed_by(output_shape));
    const Shape around = around_axis(output.shape(), axis);
    float* to = output.data();
    for (Size block = 0; block < around[0]; ++block) {
        for (const Tensor& input : inputs) {
            const Size length = input.extent(axis) * around[2];
            to = std::copy_n(input.data() + block * length, length, to);
        }
    }
    return output;
}
