# SPDX-License-Identifier: 0BSD
class TorchOptimizer(tf.Module):
    """What PyTorch's optimizers have in common: the weight decay, and the factors by which single variables, named in
    the dictionaries, are stepped and decayed."""

    def __init__(self, parameters, learning_rate, weight_decay=0.0, rate_factors=None, decay_factors=None):
        super().__init__()
        names = [parameter.name.split(":")[0] for parameter in parameters]
        self.parameters = list(parameters)
        self.rates = [learning_rate * (rate_factors or {}).get(name, 1.0) for name in names]
        self.decays = [weight_decay * (decay_factors or {}).get(name, 1.0) for name in names]
        self.steps = tf.Variable(0.0, trainable=False)

    def zeros(self):
        """A variable of its own for each parameter."""
        return [tf.Variable(tf.zeros_like(parameter), trainable=False) for parameter in self.parameters]

    def apply(self, gradients):
        """One step; a parameter whose gradient is None stays as it is."""
        self.steps.assign_add(1.0)
        for place, gradient in enumerate(gradients):
            if gradient is not None:
                self.update(place, tf.convert_to_tensor(gradient), self.parameters[place])
