# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class TorchAdam(TorchOptimizer):
    """torch.optim.Adam: epsilon is added to the corrected root, and the decay to the gradient."""

    def __init__(self, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8, **settings):
        super().__init__(learning_rate, **settings)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.means, self.squares = self.add_optimizer_variables(variables, ["mean", "square"])

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        # An embedding's gradient may be a few rows; with zeros it is all of them.
        gradient = self.decayed(ops.zeros_like(variable) + gradient, variable, learning_rate, place)
        mean, square = self.means[place], self.squares[place]
        self.assign(mean, mean + (1 - self.beta1) * (gradient - mean))
        self.assign(square, self.beta2 * square + (1 - self.beta2) * gradient * gradient)
        root = ops.sqrt(square / self.correction(self.beta2)) + self.eps
        step = mean / self.correction(self.beta1) / root
        self.assign_sub(variable, learning_rate * self.rates[place] * step)

    def correction(self, beta):
        """1 - beta^step, without the digits that float32 would lose."""
        step = ops.cast(self.iterations + 1, "float32")
        return -ops.expm1(step * (math.log(beta) if beta > 0 else -math.inf))

    def decayed(self, gradient, variable, learning_rate, place):
        """The gradient after the decay."""
        return gradient + self.decays[place] * variable

    def get_config(self):
        return {**super().get_config(), "beta1": self.beta1, "beta2": self.beta2, "eps": self.eps}
