# SPDX-License-Identifier: 0BSD
def expand_layer(input, shape, input_shape):
    before = (1,) * (len(shape) - len(input_shape))
    return ops.broadcast_to(ops.reshape(input, (-1, *before, *input_shape)), (ops.shape(input)[0], *shape))
