# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_contrastive(input1, input2, target, margin):
    """Pulls together what is the same (Hadsell, Chopra and LeCun 2006) and pushes the rest a margin apart."""
    same = target.reshape(-1)
    apart = (input1 - input2).reshape(len(input1), -1)
    distance = (apart * apart).sum(axis=1).sqrt()
    missing = (margin - distance).clamp_below(0)
    return (same * distance * distance + (1 - same) * missing * missing).mean()
