# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
@keras.saving.register_keras_serializable("ligature")
class Lion(TorchOptimizer):
    """Chen et al. 2023, algorithm 2: the decay is taken off the weight itself."""

    def __init__(self, learning_rate, beta1=0.9, beta2=0.99, **settings):
        super().__init__(learning_rate, **settings)
        self.beta1, self.beta2 = beta1, beta2

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.means = self.add_optimizer_variables(variables, "mean")

    def update_step(self, gradient, variable, learning_rate):
        place = self._get_variable_index(variable)
        gradient = ops.zeros_like(variable) + gradient
        mean, rate = self.means[place], learning_rate * self.rates[place]
        self.assign_sub(variable, rate * self.decays[place] * variable)
        self.assign_sub(variable, rate * ops.sign(self.beta1 * mean + (1 - self.beta1) * gradient))
        self.assign(mean, self.beta2 * mean + (1 - self.beta2) * gradient)

    def get_config(self):
        return {**super().get_config(), "beta1": self.beta1, "beta2": self.beta2}
