# SPDX-License-Identifier: 0BSD
def layer_concatenate(inputs, axis):
    return torch.cat(inputs, dim=axis)
