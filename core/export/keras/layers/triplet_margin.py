# SPDX-License-Identifier: 0BSD
# needs: support/norm
def triplet_margin_loss(anchor, positive, negative, margin, p, eps):
    def distance(other):
        apart = anchor - other + eps
        return ops.sum(ops.abs(apart), axis=-1) if p == "1" else norm(apart)

    return ops.mean(ops.relu(distance(positive) - distance(negative) + margin))
