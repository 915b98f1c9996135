# SPDX-License-Identifier: 0BSD
def view_broadcast(parameter, axis, new_axis, output_shape):
    if new_axis:
        return parameter.unsqueeze(axis).expand(*output_shape)
    return parameter.expand(*output_shape)
