# SPDX-License-Identifier: 0BSD
def layer_tanh(input):
    return torch.tanh(input)
