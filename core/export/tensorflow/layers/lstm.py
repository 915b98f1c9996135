# SPDX-License-Identifier: 0BSD
# needs: layers/dense
def lstm_layer(
    input, weight_ih, weight_hh, bias_ih, bias_hh, hidden_size, input_shape, output_shape
):
    """The gates are in the order input, forget, cell, output, as in PyTorch."""
    from_input = dense_layer(input, weight_ih, bias_ih)
    state = tf.zeros_like(from_input[:, 0, :hidden_size])
    cell = state
    states = []
    for step in range(input_shape[0]):
        gates = from_input[:, step] + dense_layer(state, weight_hh, bias_hh)
        enter, forget, candidate, leave = tf.split(gates, 4, axis=-1)
        cell = tf.sigmoid(forget) * cell + tf.sigmoid(enter) * tf.tanh(candidate)
        state = tf.sigmoid(leave) * tf.tanh(cell)
        states.append(state)
    # (N, steps, hidden_size), or the last step's alone.
    return tf.stack(states, axis=1) if len(output_shape) == 2 else state
