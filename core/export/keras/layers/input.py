# SPDX-License-Identifier: 0BSD
def input_layer(features, shape):
    return ops.reshape(ops.cast(features, "float32"), (-1, *shape))
