# SPDX-License-Identifier: 0BSD
def layer_contrastive(input1, input2, target, margin):
    """Pulls together what is the same (Hadsell, Chopra and LeCun 2006) and pushes the rest a margin apart."""
    same = target.reshape(-1).to(input1.dtype)
    distance = torch.linalg.vector_norm((input1 - input2).reshape(input1.shape[0], -1), dim=1)
    return (same * distance**2 + (1 - same) * F.relu(margin - distance) ** 2).mean()
