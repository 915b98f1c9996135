# SPDX-License-Identifier: 0BSD
# needs: support/adam_step
def optimizer_adamw(values, gradient, state, learning_rate, beta1, beta2, eps, weight_decay):
    """torch.optim.AdamW's step of one parameter, in place."""
    values *= 1 - learning_rate * weight_decay
    adam_step(values, gradient, state, learning_rate, beta1, beta2, eps)
