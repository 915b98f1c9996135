# SPDX-License-Identifier: 0BSD
def broadcast_view(parameter, axis, new_axis, output_shape):
    return ops.broadcast_to(ops.expand_dims(parameter, axis) if new_axis else parameter, output_shape)
