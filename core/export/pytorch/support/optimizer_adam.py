# SPDX-License-Identifier: 0BSD
def optimizer_adam(parameters, learning_rate, beta1, beta2, eps, weight_decay):
    return torch.optim.Adam(parameters, lr=learning_rate, betas=(beta1, beta2), eps=eps, weight_decay=weight_decay)
