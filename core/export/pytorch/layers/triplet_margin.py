# SPDX-License-Identifier: 0BSD
def layer_triplet_margin(anchor, positive, negative, margin, p, eps):
    if p == "1":
        return F.triplet_margin_loss(anchor, positive, negative, margin=margin, p=1, eps=eps)
    return F.triplet_margin_loss(anchor, positive, negative, margin=margin, p=2, eps=eps)
