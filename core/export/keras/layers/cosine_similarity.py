# SPDX-License-Identifier: 0BSD
# needs: support/norm
def cosine_similarity_layer(input1, input2, eps):
    norms = ops.maximum(norm(input1), eps) * ops.maximum(norm(input2), eps)
    return ops.sum(input1 * input2, axis=-1) / norms
