# SPDX-License-Identifier: 0BSD
def layer_multi_head_attention(input, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, causal):
    """torch.nn.MultiheadAttention's formula, over weights that may be shared."""
    samples, steps, width = input.shape
    projected = F.linear(input, in_proj_weight, in_proj_bias)
    heads = projected.reshape(samples, steps, 3, num_heads, width // num_heads).permute(2, 0, 3, 1, 4)
    query, key, value = heads.unbind()
    scores = query @ key.transpose(-2, -1) / math.sqrt(width // num_heads)
    if causal:
        later = torch.ones(steps, steps, dtype=torch.bool, device=input.device).triu(1)
        scores = scores.masked_fill(later, -math.inf)
    attended = (F.softmax(scores, dim=-1) @ value).transpose(1, 2).reshape(samples, steps, width)
    return F.linear(attended, out_proj_weight, out_proj_bias)
