# SPDX-License-Identifier: 0BSD
# needs: support/lion
def optimizer_lion(parameters, learning_rate, beta1, beta2, weight_decay):
    return Lion(parameters, lr=learning_rate, betas=(beta1, beta2), weight_decay=weight_decay)
