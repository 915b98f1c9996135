# SPDX-License-Identifier: 0BSD
def layer_elu(input, alpha):
    return F.elu(input, alpha)
