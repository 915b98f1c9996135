# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_broadcast(parameter, axis, new_axis, output_shape):
    thin = list(output_shape)
    thin[axis] = 1
    thin = parameter.reshape(thin) if new_axis else parameter
    return Tensor(np.broadcast_to(thin.value, output_shape), [(thin, thin.like)])
