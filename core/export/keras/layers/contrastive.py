# SPDX-License-Identifier: 0BSD
# needs: support/norm
def contrastive_loss(input1, input2, target, margin):
    apart = input1 - input2
    distance = norm(ops.reshape(apart, (-1, math.prod(apart.shape[1:]))))
    same = ops.reshape(target, (-1,))
    return ops.mean(same * distance**2 + (1 - same) * ops.relu(margin - distance) ** 2)
