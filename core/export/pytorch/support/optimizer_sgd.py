# SPDX-License-Identifier: 0BSD
def optimizer_sgd(parameters, learning_rate, momentum, nesterov, weight_decay):
    if momentum == 0.0:
        return torch.optim.SGD(parameters, lr=learning_rate, weight_decay=weight_decay)
    return torch.optim.SGD(
        parameters, lr=learning_rate, momentum=momentum, nesterov=nesterov, weight_decay=weight_decay)
