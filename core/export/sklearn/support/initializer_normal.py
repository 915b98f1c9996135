# SPDX-License-Identifier: 0BSD
def initializer_normal(random, shape, mean, std):
    return random.normal(mean, std, shape)
