// SPDX-License-Identifier: 0BSD
// needs: support/tensor
/// x + P: input (batch, steps, width), weight P (steps, width); without one P is made of sines and cosines.
inline Tensor positional_embedding(const Tensor& input, const std::optional<Tensor>& weight)
{
    const Size width = input.extent(2);
    Tensor positions = weight ? weight->contiguous() : Tensor({input.extent(1), width});
    for (Size place = 0; !weight && place < positions.size(); ++place) {
        const Size column = place % width;
        const double power = static_cast<double>(column - column % 2) / static_cast<double>(width);
        const double angle = static_cast<double>(place / width) / std::pow(10000.0, power);
        positions.data()[place] = static_cast<float>(column % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
    Tensor output(input.shape());
    for (Size i = 0; i < input.size(); ++i)
        output.data()[i] = input.data()[i] + positions.data()[i % positions.size()];
    return output;
}
