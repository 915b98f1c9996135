# SPDX-License-Identifier: 0BSD
def optimizer_rmsprop(parameters, learning_rate, alpha, eps, momentum, centered, weight_decay):
    return torch.optim.RMSprop(
        parameters, lr=learning_rate, alpha=alpha, eps=eps, weight_decay=weight_decay, momentum=momentum,
        centered=centered)
