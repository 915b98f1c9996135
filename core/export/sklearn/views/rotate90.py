# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_rotate90(parameter, turns):
    return Tensor(np.rot90(parameter.value, turns, (-2, -1)), [(parameter, lambda g: np.rot90(g, -turns, (-2, -1)))])
