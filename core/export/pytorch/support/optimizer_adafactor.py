# SPDX-License-Identifier: 0BSD
# needs: support/adafactor
def optimizer_adafactor(parameters, learning_rate, beta2_decay, eps1, eps2, d, weight_decay):
    return Adafactor(
        parameters, lr=learning_rate, beta2_decay=beta2_decay, eps=(eps1, eps2), d=d, weight_decay=weight_decay)
