# SPDX-License-Identifier: 0BSD
def positional_embedding_layer(input, weight, input_shape):
    if weight is not None:
        return input + weight
    steps, width = input_shape
    column = np.arange(width)
    angle = np.arange(steps)[:, None] / 10000 ** (column // 2 * 2 / width)
    return input + np.where(column % 2 == 0, np.sin(angle), np.cos(angle)).astype(np.float32)
