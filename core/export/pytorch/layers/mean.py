# SPDX-License-Identifier: 0BSD
def layer_mean(input, axis):
    if axis > 0:
        return input.mean(dim=axis)
    return input.reshape(input.shape[0], -1).mean(dim=1)
