# SPDX-License-Identifier: 0BSD
def layer_mean(input, axis):
    if axis > 0:
        return input.mean(dim=axis)
    return input.reshape(len(input), -1).mean(dim=1)
