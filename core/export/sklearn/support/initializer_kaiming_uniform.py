# SPDX-License-Identifier: 0BSD
def initializer_kaiming_uniform(random, shape, fan_in, fan_out, a, mode):
    deviation = (2 / (1 + a**2) / max(fan_in if mode == "fan_in" else fan_out, 1)) ** 0.5
    return random.uniform(-(3**0.5) * deviation, 3**0.5 * deviation, shape)
