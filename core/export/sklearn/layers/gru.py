# SPDX-License-Identifier: 0BSD
# needs: support/dense_rows, support/all_steps
def layer_gru(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape):
    hidden = weight_hh.shape[1]
    reset, update, new = (slice(number * hidden, (number + 1) * hidden) for number in range(3))
    state = Tensor(np.zeros((len(input), hidden), input.value.dtype))
    from_input = dense_rows(input, weight_ih, bias_ih)
    states = []
    for step in range(input.shape[1]):
        x, h = from_input.part((slice(None), step)), dense_rows(state, weight_hh, bias_hh)
        gates = (x.part((slice(None), slice(0, 2 * hidden))) + h.part((slice(None), slice(0, 2 * hidden)))).sigmoid()
        fresh = (x.part((slice(None), new)) + gates.part((slice(None), reset)) * h.part((slice(None), new))).tanh()
        state = fresh + gates.part((slice(None), update)) * (state - fresh)
        states.append(state)
    return all_steps(states, output_shape)
