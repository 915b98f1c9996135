# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_triplet_margin(anchor, positive, negative, margin, p, eps):
    def distance(to):
        apart = anchor - to + eps
        return apart.abs().sum(axis=-1) if p == "1" else (apart * apart).sum(axis=-1).sqrt()
    return (distance(positive) - distance(negative) + margin).clamp_below(0).mean()
