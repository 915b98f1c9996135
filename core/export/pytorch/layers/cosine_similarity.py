# SPDX-License-Identifier: 0BSD
def layer_cosine_similarity(input1, input2, eps):
    return F.cosine_similarity(input1, input2, dim=-1, eps=eps)
