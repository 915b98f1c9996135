# SPDX-License-Identifier: 0BSD
# needs: layers/dense, support/matrix_transpose
def multi_head_attention_layer(
    input, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, num_heads, causal, input_shape
):
    steps, width = input_shape
    mixed = dense_layer(input, in_proj_weight, in_proj_bias)
    mixed = ops.reshape(mixed, (-1, steps, 3, num_heads, width // num_heads))
    query, key, value = (ops.transpose(mixed[:, :, i], (0, 2, 1, 3)) for i in range(3))
    scores = ops.matmul(query / math.sqrt(width // num_heads), matrix_transpose(key))
    if causal:
        scores = ops.where(np.tri(steps, dtype=bool), scores, float("-inf"))
    heads = ops.matmul(ops.softmax(scores, axis=-1), value)
    together = ops.reshape(ops.transpose(heads, (0, 2, 1, 3)), (-1, steps, width))
    return dense_layer(together, out_proj_weight, out_proj_bias)
