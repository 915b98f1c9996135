# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class TorchAdam(TorchOptimizer):
    """torch.optim.Adam: epsilon is added to the corrected root, and the decay to the gradient."""

    def __init__(self, parameters, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8, **settings):
        super().__init__(parameters, learning_rate, **settings)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.means, self.squares = self.zeros(), self.zeros()

    def update(self, place, gradient, parameter):
        gradient = self.decayed(place, gradient, parameter)
        mean, square = self.means[place], self.squares[place]
        mean.assign(mean + (1 - self.beta1) * (gradient - mean))
        square.assign(self.beta2 * square + (1 - self.beta2) * gradient * gradient)
        root = tf.sqrt(square / self.correction(self.beta2)) + self.eps
        parameter.assign_sub(self.rates[place] * (mean / self.correction(self.beta1) / root))

    def correction(self, beta):
        """1 - beta^step, without the digits that float32 would lose."""
        return -tf.math.expm1(self.steps * (math.log(beta) if beta > 0 else -math.inf))

    def decayed(self, place, gradient, parameter):
        """The gradient after the decay."""
        return gradient + self.decays[place] * parameter
