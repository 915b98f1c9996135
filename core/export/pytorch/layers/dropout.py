# SPDX-License-Identifier: 0BSD
def layer_dropout(input, probability, training):
    return F.dropout(input, probability, training)
