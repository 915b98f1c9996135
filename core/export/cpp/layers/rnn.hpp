// SPDX-License-Identifier: 0BSD
// needs: support/recurrence
/// h <- tanh(W_ih x + b_ih + W_hh h + b_hh), or max(0, ...), from h = 0.
inline Tensor rnn(const Tensor& input, const Tensor& weight_ih, const Tensor& weight_hh,
                  const std::optional<Tensor>& bias_ih, const std::optional<Tensor>& bias_hh,
                  const std::string& nonlinearity, const Shape& output_shape)
{
    const Size size = weight_hh.extent(1);
    const bool is_relu = nonlinearity == "relu";
    return recurrence(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape,
                      [=](float* h, const float* from_input, const float* from_state, float*) {
                          for (Size i = 0; i < size; ++i) {
                              const float x = from_input[i] + from_state[i];
                              h[i] = is_relu ? std::max(x, 0.0F) : std::tanh(x);
                          }
                      });
}
