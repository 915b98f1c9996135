# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_mean(input, axis):
    if axis > 0:
        return input.mean(axis=axis)
    return input.reshape(len(input), -1).mean(axis=1)
