// SPDX-License-Identifier: 0BSD
// needs: support/recurrence, support/sigmoid_of
/// h <- (1 - z) n + z h with gates r, z and n = tanh(W_in x + b_in + r (W_hn h + b_hn)), in this order, from h = 0.
inline Tensor gru(const Tensor& input, const Tensor& weight_ih, const Tensor& weight_hh,
                  const std::optional<Tensor>& bias_ih, const std::optional<Tensor>& bias_hh, const Shape& output_shape)
{
    const Size size = weight_hh.extent(1);
    return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape,
                      [=](float* h, const float* from_input, const float* from_state, float*) {
                          for (Size i = 0; i < size; ++i) {
                              const float r = sigmoid_of(from_input[i] + from_state[i]);
                              const float z = sigmoid_of(from_input[size + i] + from_state[size + i]);
                              const float n = std::tanh(from_input[2 * size + i] + r * from_state[2 * size + i]);
                              h[i] = (1.0F - z) * n + z * h[i];
                          }
                      });
}
