# SPDX-License-Identifier: 0BSD
def layer_expand(input, shape):
    before = (1,) * (len(shape) + 1 - input.dim())
    return input.reshape(-1, *before, *input.shape[1:]).expand(-1, *shape)
