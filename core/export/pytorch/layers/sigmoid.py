# SPDX-License-Identifier: 0BSD
def layer_sigmoid(input):
    return torch.sigmoid(input)
