// SPDX-License-Identifier: 0BSD
// needs: layers/dense
/// The steps of a recurrent layer: input (batch, steps, features), output (batch, steps, hidden_size), or (batch,
/// hidden_size) of the last step where the sample's output has one axis. At each step cell(h, from_input, from_state,
/// carried) is given the rows that both matrices make, and moves the state h on, in place.
template <typename Cell>
Tensor recurrence(const Tensor& input, const Tensor& weight_ih, const Tensor& weight_hh,
                  const std::optional<Tensor>& bias_ih, const std::optional<Tensor>& bias_hh, const Shape& output_shape,
                  Cell cell)
{
    const Size batch = input.extent(0);
    const Size steps = input.extent(1);
    const Size rows = weight_hh.extent(0);
    const Size hidden_size = weight_hh.extent(1);
    const Tensor from_inputs = layers::dense(input, weight_ih, bias_ih);
    Tensor output(Shape{batch}.followed_by(output_shape));
    const bool all_steps = output_shape.rank() == 2;
    for (Size sample = 0; sample < batch; ++sample) {
        Tensor state({1, hidden_size});
        std::vector<float> carried(static_cast<std::size_t>(hidden_size));
        for (Size step = 0; step < steps; ++step) {
            const Size place = sample * steps + step;
            const Tensor from_state = layers::dense(state, weight_hh, bias_hh);
            cell(state.data(), from_inputs.data() + place * rows, from_state.data(), carried.data());
            if (all_steps)
                std::copy_n(state.data(), hidden_size, output.data() + place * hidden_size);
        }
        if (!all_steps)
            std::copy_n(state.data(), hidden_size, output.data() + sample * hidden_size);
    }
    return output;
}
