# SPDX-License-Identifier: 0BSD
class TorchOptimizer(keras.optimizers.Optimizer):
    """What PyTorch's optimizers have in common: the weight decay, and the factors by which single variables, named in
    the dictionaries, are stepped and decayed."""

    def __init__(self, learning_rate, weight_decay=0.0, rate_factors=None, decay_factors=None, **settings):
        super().__init__(learning_rate=learning_rate, **settings)
        self.decay = weight_decay
        self.rate_factors = dict(rate_factors or {})
        self.decay_factors = dict(decay_factors or {})

    def build(self, variables):
        super().build(variables)
        self.rates = [self.rate_factors.get(variable.name, 1.0) for variable in variables]
        self.decays = [self.decay * self.decay_factors.get(variable.name, 1.0) for variable in variables]

    def get_config(self):
        return {
            **super().get_config(),
            "weight_decay": self.decay,
            "rate_factors": dict(self.rate_factors),
            "decay_factors": dict(self.decay_factors),
        }
