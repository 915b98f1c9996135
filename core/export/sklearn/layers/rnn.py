# SPDX-License-Identifier: 0BSD
# needs: support/dense_rows, support/all_steps
def layer_rnn(input, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity, output_shape):
    hidden = weight_hh.shape[1]
    state = Tensor(np.zeros((len(input), hidden), input.value.dtype))
    from_input = dense_rows(input, weight_ih, bias_ih)
    states = []
    for step in range(input.shape[1]):
        state = from_input.part((slice(None), step)) + dense_rows(state, weight_hh, bias_hh)
        state = state.clamp_below(0) if nonlinearity == "relu" else state.tanh()
        states.append(state)
    return all_steps(states, output_shape)
