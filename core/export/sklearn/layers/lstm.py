# SPDX-License-Identifier: 0BSD
# needs: support/dense_rows, support/all_steps
def layer_lstm(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape):
    hidden = weight_hh.shape[1]
    state = cell = Tensor(np.zeros((len(input), hidden), input.value.dtype))
    from_input = dense_rows(input, weight_ih, bias_ih)
    states = []
    for step in range(input.shape[1]):
        gates = from_input.part((slice(None), step)) + dense_rows(state, weight_hh, bias_hh)
        enter, forget, fresh, leave = (
            gates.part((slice(None), slice(number * hidden, (number + 1) * hidden))) for number in range(4))
        cell = forget.sigmoid() * cell + enter.sigmoid() * fresh.tanh()
        state = leave.sigmoid() * cell.tanh()
        states.append(state)
    return all_steps(states, output_shape)
