// SPDX-License-Identifier: 0BSD
// needs: support/tensor, support/around_axis
/// Every step-th place of an axis from start on, or one place alone where the axis goes; 0 is the batch.
inline Tensor slice(const Tensor& input, Size axis, Size start, Size step, const Shape& output_shape)
{
    Tensor output(Shape{input.extent(0)}.followed_by(output_shape));
    const Shape around = around_axis(input.shape(), axis);
    const Size first = start < 0 ? start + around[1] : start;
    const Size count = output.size() / (around[0] * around[2]);
    float* to = output.data();
    for (Size block = 0; block < around[0]; ++block) {
        for (Size i = 0; i < count; ++i)
            to = std::copy_n(input.data() + (block * around[1] + first + i * step) * around[2], around[2], to);
    }
    return output;
}
