// SPDX-License-Identifier: 0BSD
// needs: support/recurrence, support/sigmoid_of
/// c <- f c + i g, h <- o tanh(c) with gates i, f, g, o, in this order, from h = c = 0.
inline Tensor lstm(const Tensor& input, const Tensor& weight_ih, const Tensor& weight_hh,
                   const std::optional<Tensor>& bias_ih, const std::optional<Tensor>& bias_hh,
                   const Shape& output_shape)
{
    const Size size = weight_hh.extent(1);
    return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape,
                      [=](float* h, const float* from_input, const float* from_state, float* c) {
                          const auto gate = [&](Size number, Size i) {
                              return from_input[number * size + i] + from_state[number * size + i];
                          };
                          for (Size i = 0; i < size; ++i) {
                              c[i] = sigmoid_of(gate(1, i)) * c[i] + sigmoid_of(gate(0, i)) * std::tanh(gate(2, i));
                              h[i] = sigmoid_of(gate(3, i)) * std::tanh(c[i]);
                          }
                      });
}
