# SPDX-License-Identifier: 0BSD
# needs: layers/dense
def gru_layer(
    input, weight_ih, weight_hh, bias_ih, bias_hh, hidden_size, input_shape, output_shape
):
    """The gates are in the order reset, update, new, as in PyTorch."""
    from_input = dense_layer(input, weight_ih, bias_ih)
    state = ops.zeros_like(from_input[:, 0, :hidden_size])
    states = []
    for step in range(input_shape[0]):
        reset_input, update_input, new_input = ops.split(from_input[:, step], 3, axis=-1)
        reset_state, update_state, new_state = ops.split(dense_layer(state, weight_hh, bias_hh), 3, axis=-1)
        update = ops.sigmoid(update_input + update_state)
        new = ops.tanh(new_input + ops.sigmoid(reset_input + reset_state) * new_state)
        state = (1 - update) * new + update * state
        states.append(state)
    # (N, steps, hidden_size), or the last step's alone.
    return ops.stack(states, axis=1) if len(output_shape) == 2 else state
