# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class TorchSGD(TorchOptimizer):
    """torch.optim.SGD: b = momentum b + g, w -= rate b, g having the decay added."""

    def __init__(self, learning_rate, momentum=0.0, nesterov=False, **settings):
        super().__init__(learning_rate, **settings)
        self.momentum, self.nesterov = momentum, nesterov

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.directions = self.add_optimizer_variables(variables, "momentum")

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        direction = self.directions[place]
        gradient = self.decays[place] * variable + gradient
        self.assign(direction, self.momentum * direction + gradient)
        step = gradient + self.momentum * direction if self.nesterov else direction
        self.assign_sub(variable, learning_rate * self.rates[place] * step)

    def get_config(self):
        return {**super().get_config(), "momentum": self.momentum, "nesterov": self.nesterov}
