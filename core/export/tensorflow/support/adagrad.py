# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class TorchAdagrad(TorchOptimizer):
    """torch.optim.Adagrad: epsilon is added to the root, and the decay to the gradient."""

    def __init__(
        self, parameters, learning_rate, lr_decay=0.0, initial_accumulator_value=0.0, eps=1e-10, **settings
    ):
        super().__init__(parameters, learning_rate, **settings)
        self.lr_decay, self.first_sum, self.eps = lr_decay, initial_accumulator_value, eps
        self.sums = self.zeros()

    def update(self, place, gradient, parameter):
        gradient = gradient + self.decays[place] * parameter
        total = self.sums[place]
        total.assign(total + gradient * gradient)
        rate = self.rates[place] / (1.0 + (self.steps - 1.0) * self.lr_decay)
        parameter.assign_sub(rate * gradient / (tf.sqrt(total + self.first_sum) + self.eps))
