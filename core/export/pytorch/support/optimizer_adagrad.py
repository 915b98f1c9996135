# SPDX-License-Identifier: 0BSD
def optimizer_adagrad(parameters, learning_rate, lr_decay, initial_accumulator_value, eps, weight_decay):
    return torch.optim.Adagrad(
        parameters, lr=learning_rate, lr_decay=lr_decay, weight_decay=weight_decay,
        initial_accumulator_value=initial_accumulator_value, eps=eps)
