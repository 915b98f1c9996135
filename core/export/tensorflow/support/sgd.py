# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class TorchSGD(TorchOptimizer):
    """torch.optim.SGD: b = momentum b + g, w -= rate b, g having the decay added."""

    def __init__(self, parameters, learning_rate, momentum=0.0, nesterov=False, **settings):
        super().__init__(parameters, learning_rate, **settings)
        self.momentum, self.nesterov = momentum, nesterov
        self.directions = self.zeros()

    def update(self, place, gradient, parameter):
        gradient = gradient + self.decays[place] * parameter
        direction = self.directions[place]
        direction.assign(self.momentum * direction + gradient)
        step = gradient + self.momentum * direction if self.nesterov else direction
        parameter.assign_sub(self.rates[place] * step)
