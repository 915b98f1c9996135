# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class TorchAdafactor(TorchOptimizer):
    """torch.optim.Adafactor: squares are kept by row and by column, and steps are relative to the weights. Keras's own
    scales and clips otherwise."""

    def __init__(self, learning_rate, beta2_decay=-0.8, eps1=0.0, eps2=1e-3, d=1.0, **settings):
        super().__init__(learning_rate, **settings)
        self.beta2_decay, self.eps1, self.eps2, self.d = beta2_decay, eps1, eps2, d

    def build(self, variables):
        if self.built:
            return
        super().build(variables)
        self.squares = []
        for variable in variables:
            shape = tuple(variable.shape)
            shapes = [shape[:-1] + (1,), shape[:-2] + (1, shape[-1])] if len(shape) > 1 else [shape]
            squares = [self.add_variable(one, name=f"square_{i}") for i, one in enumerate(shapes)]
            self.squares.append(squares)

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        gradient = ops.zeros_like(variable) + gradient
        step = ops.cast(self.iterations + 1, "float32")
        eps1 = self.eps1 or 2.0**-23
        share = ops.power(step, self.beta2_decay)
        rate = learning_rate * self.rates[place]
        size = ops.sqrt(ops.mean(ops.square(variable)))
        relative = ops.maximum(size, self.eps2) * ops.minimum(rate, ops.rsqrt(step))
        self.assign_sub(variable, rate * self.decays[place] * variable)
        square = ops.square(gradient)
        kept = self.squares[place]
        if len(kept) == 2:
            rows, columns = kept
            self.assign(rows, rows + share * (ops.mean(square, axis=-1, keepdims=True) - rows))
            self.assign(columns, columns + share * (ops.mean(square, axis=-2, keepdims=True) - columns))
            square = rows * columns / ops.maximum(ops.mean(rows, axis=-2, keepdims=True), eps1)
        else:
            self.assign(kept[0], kept[0] + share * (square - kept[0]))
            square = ops.convert_to_tensor(kept[0])
        update = gradient * ops.rsqrt(ops.maximum(square, eps1 * eps1))
        largest = ops.maximum(ops.sqrt(ops.mean(ops.square(update))) / self.d, 1.0)
        self.assign_sub(variable, relative / largest * update)

    def get_config(self):
        return {
            **super().get_config(),
            "beta2_decay": self.beta2_decay,
            "eps1": self.eps1,
            "eps2": self.eps2,
            "d": self.d,
        }
