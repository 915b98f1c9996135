# SPDX-License-Identifier: 0BSD
# needs: support/dense_rows, support/log_softmax
def layer_multi_head_attention(input, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, causal):
    samples, steps, width = input.shape
    projected = dense_rows(input, in_proj_weight, in_proj_bias)
    heads = projected.reshape(samples, steps, 3, num_heads, width // num_heads).transpose(2, 0, 3, 1, 4)
    query, key, value = heads.part(0), heads.part(1), heads.part(2)
    scores = query @ key.swap() * (width // num_heads) ** -0.5
    if causal:
        scores = scores + np.where(np.tri(steps, dtype=bool), 0, -np.inf)
    attended = (log_softmax(scores).exp() @ value).transpose(0, 2, 1, 3).reshape(samples, steps, width)
    return dense_rows(attended, out_proj_weight, out_proj_bias)
