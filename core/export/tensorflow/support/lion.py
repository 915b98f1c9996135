# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class Lion(TorchOptimizer):
    """Chen et al. 2023, algorithm 2: the decay is taken off the weight itself."""

    def __init__(self, parameters, learning_rate, beta1=0.9, beta2=0.99, **settings):
        super().__init__(parameters, learning_rate, **settings)
        self.beta1, self.beta2 = beta1, beta2
        self.means = self.zeros()

    def update(self, place, gradient, parameter):
        mean, rate = self.means[place], self.rates[place]
        parameter.assign_sub(rate * self.decays[place] * parameter)
        parameter.assign_sub(rate * tf.sign(self.beta1 * mean + (1 - self.beta1) * gradient))
        mean.assign(self.beta2 * mean + (1 - self.beta2) * gradient)
