# SPDX-License-Identifier: 0BSD
def initializer_xavier_normal(random, shape, fan_in, fan_out, gain):
    return random.normal(0, gain * (2 / (fan_in + fan_out)) ** 0.5, shape)
