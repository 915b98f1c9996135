# SPDX-License-Identifier: 0BSD
def initializer_uniform(random, shape, low, high):
    return random.uniform(low, high, shape)
