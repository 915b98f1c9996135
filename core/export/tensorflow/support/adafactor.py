# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class TorchAdafactor(TorchOptimizer):
    """torch.optim.Adafactor: squares are kept by row and by column, and steps are relative to the weights."""

    def __init__(self, parameters, learning_rate, beta2_decay=-0.8, eps1=0.0, eps2=1e-3, d=1.0, **settings):
        super().__init__(parameters, learning_rate, **settings)
        self.beta2_decay, self.eps1, self.eps2, self.d = beta2_decay, eps1 or 2.0**-23, eps2, d
        self.squares = []
        for parameter in self.parameters:
            shape = parameter.shape.as_list()
            shapes = [shape[:-1] + [1], shape[:-2] + [1, shape[-1]]] if len(shape) > 1 else [shape]
            self.squares.append([tf.Variable(tf.zeros(one), trainable=False) for one in shapes])

    def update(self, place, gradient, parameter):
        share = tf.pow(self.steps, self.beta2_decay)
        rate = self.rates[place]
        size = tf.sqrt(tf.reduce_mean(tf.square(parameter)))
        relative = tf.maximum(size, self.eps2) * tf.minimum(rate, tf.math.rsqrt(self.steps))
        parameter.assign_sub(rate * self.decays[place] * parameter)
        square = tf.square(gradient)
        kept = self.squares[place]
        if len(kept) == 2:
            rows, columns = kept
            rows.assign_add(share * (tf.reduce_mean(square, axis=-1, keepdims=True) - rows))
            columns.assign_add(share * (tf.reduce_mean(square, axis=-2, keepdims=True) - columns))
            square = rows * columns / tf.maximum(tf.reduce_mean(rows, axis=-2, keepdims=True), self.eps1)
        else:
            kept[0].assign_add(share * (square - kept[0]))
            square = tf.convert_to_tensor(kept[0])
        update = gradient * tf.math.rsqrt(tf.maximum(square, self.eps1 * self.eps1))
        largest = tf.maximum(tf.sqrt(tf.reduce_mean(tf.square(update))) / self.d, 1.0)
        parameter.assign_sub(relative / largest * update)
