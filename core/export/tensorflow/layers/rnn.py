# SPDX-License-Identifier: 0BSD
# needs: layers/dense
def rnn_layer(
    input, weight_ih, weight_hh, bias_ih, bias_hh, hidden_size, nonlinearity, input_shape, output_shape
):
    activation = tf.nn.relu if nonlinearity == "relu" else tf.tanh
    from_input = dense_layer(input, weight_ih, bias_ih)
    state = tf.zeros_like(from_input[:, 0, :hidden_size])
    states = []
    for step in range(input_shape[0]):
        state = activation(from_input[:, step] + dense_layer(state, weight_hh, bias_hh))
        states.append(state)
    # (N, steps, hidden_size), or the last step's alone.
    return tf.stack(states, axis=1) if len(output_shape) == 2 else state
