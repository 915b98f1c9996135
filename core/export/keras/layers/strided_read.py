# SPDX-License-Identifier: 0BSD
def strided_read_layer(input, shape, strides, offset, input_shape):
    """A sample's elements, read in steps."""
    places = np.array(offset)
    for extent, stride in zip(shape, strides):
        places = places[..., None] + stride * np.arange(extent)
    return ops.take(ops.reshape(input, (-1, math.prod(input_shape))), places, axis=1)
