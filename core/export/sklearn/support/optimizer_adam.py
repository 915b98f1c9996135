# SPDX-License-Identifier: 0BSD
# needs: support/adam_step
def optimizer_adam(values, gradient, state, learning_rate, beta1, beta2, eps, weight_decay):
    """torch.optim.Adam's step of one parameter, in place."""
    adam_step(values, gradient + weight_decay * values, state, learning_rate, beta1, beta2, eps)
