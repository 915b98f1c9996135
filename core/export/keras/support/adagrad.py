# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class TorchAdagrad(TorchOptimizer):
    """torch.optim.Adagrad: epsilon is added to the root, and the decay to the gradient."""

    def __init__(self, learning_rate, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10, **settings):
        super().__init__(learning_rate, **settings)
        self.lr_decay, self.first_sum, self.eps = lr_decay, initial_accumulator_value, eps

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.sums = self.add_optimizer_variables(variables, "sum")

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        gradient = self.decays[place] * variable + gradient
        total = self.sums[place]
        self.assign(total, total + gradient * gradient)
        rate = learning_rate / (1 + ops.cast(self.iterations, "float32") * self.lr_decay)
        step = gradient / (ops.sqrt(total + self.first_sum) + self.eps)
        self.assign_sub(variable, rate * self.rates[place] * step)

    def get_config(self):
        return {
            **super().get_config(),
            "lr_decay": self.lr_decay,
            "initial_accumulator_value": self.first_sum,
            "eps": self.eps,
        }
