# SPDX-License-Identifier: 0BSD
# needs: support/torch_optimizer
class TorchRMSprop(TorchOptimizer):
    """torch.optim.RMSprop: epsilon is added to the root, and the decay to the gradient."""

    def __init__(self, parameters, learning_rate, alpha=0.99, eps=1e-8, momentum=0.0, centered=False, **settings):
        super().__init__(parameters, learning_rate, **settings)
        self.alpha, self.eps, self.momentum, self.centered = alpha, eps, momentum, centered
        self.squares, self.means, self.directions = self.zeros(), self.zeros(), self.zeros()

    def update(self, place, gradient, parameter):
        gradient = gradient + self.decays[place] * parameter
        square, mean, direction = self.squares[place], self.means[place], self.directions[place]
        square.assign(self.alpha * square + (1 - self.alpha) * gradient * gradient)
        scale = tf.convert_to_tensor(square)
        if self.centered:
            mean.assign(self.alpha * mean + (1 - self.alpha) * gradient)
            scale = tf.maximum(scale - mean * mean, 0.0)
        direction.assign(self.momentum * direction + gradient / (tf.sqrt(scale) + self.eps))
        parameter.assign_sub(self.rates[place] * direction)
