# SPDX-License-Identifier: 0BSD
# needs: layers/dense
def gru_layer(
    input, weight_ih, weight_hh, bias_ih, bias_hh, hidden_size, input_shape, output_shape
):
    """The gates are in the order reset, update, new, as in PyTorch."""
    from_input = dense_layer(input, weight_ih, bias_ih)
    state = tf.zeros_like(from_input[:, 0, :hidden_size])
    states = []
    for step in range(input_shape[0]):
        reset_input, update_input, new_input = tf.split(from_input[:, step], 3, axis=-1)
        reset_state, update_state, new_state = tf.split(dense_layer(state, weight_hh, bias_hh), 3, axis=-1)
        update = tf.sigmoid(update_input + update_state)
        new = tf.tanh(new_input + tf.sigmoid(reset_input + reset_state) * new_state)
        state = (1 - update) * new + update * state
        states.append(state)
    # (N, steps, hidden_size), or the last step's alone.
    return tf.stack(states, axis=1) if len(output_shape) == 2 else state
