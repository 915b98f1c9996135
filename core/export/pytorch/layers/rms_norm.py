# SPDX-License-Identifier: 0BSD
def layer_rms_norm(input, weight, eps):
    """torch.nn.RMSNorm's formula; the module is there from PyTorch 2.4 on."""
    normalized = input * torch.rsqrt(input.square().mean(dim=-1, keepdim=True) + eps)
    return normalized if weight is None else normalized * weight
