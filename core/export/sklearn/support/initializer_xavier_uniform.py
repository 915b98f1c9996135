# SPDX-License-Identifier: 0BSD
def initializer_xavier_uniform(random, shape, fan_in, fan_out, gain):
    bound = gain * (6 / (fan_in + fan_out)) ** 0.5
    return random.uniform(-bound, bound, shape)
