# SPDX-License-Identifier: 0BSD
def layer_sum(input, axis):
    if axis > 0:
        return input.sum(dim=axis)
    return input.reshape(input.shape[0], -1).sum(dim=1)
