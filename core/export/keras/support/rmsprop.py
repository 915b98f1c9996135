# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class TorchRMSprop(TorchOptimizer):
    """torch.optim.RMSprop: epsilon is added to the root, and the decay to the gradient."""

    def __init__(self, learning_rate, alpha=0.99, eps=1e-8, momentum=0.0, centered=False, **settings):
        super().__init__(learning_rate, **settings)
        self.alpha, self.eps, self.momentum, self.centered = alpha, eps, momentum, centered

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.squares, self.means, self.directions = self.add_optimizer_variables(
                variables, ["square", "mean", "direction"]
            )

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        gradient = self.decays[place] * variable + gradient
        square, mean, direction = self.squares[place], self.means[place], self.directions[place]
        self.assign(square, self.alpha * square + (1 - self.alpha) * gradient * gradient)
        scale = ops.convert_to_tensor(square)
        if self.centered:
            self.assign(mean, self.alpha * mean + (1 - self.alpha) * gradient)
            scale = ops.maximum(scale - mean * mean, 0.0)
        step = gradient / (ops.sqrt(scale) + self.eps)
        self.assign(direction, self.momentum * direction + step)
        self.assign_sub(variable, learning_rate * self.rates[place] * direction)

    def get_config(self):
        return {
            **super().get_config(),
            "alpha": self.alpha,
            "eps": self.eps,
            "momentum": self.momentum,
            "centered": self.centered,
        }
