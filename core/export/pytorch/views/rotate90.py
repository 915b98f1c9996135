# SPDX-License-Identifier: 0BSD
def view_rotate90(parameter, turns):
    if turns % 2:
        parameter = parameter.transpose(-2, -1)
    axes = {1: (-2,), 2: (-2, -1), 3: (-1,)}.get(turns % 4)
    return parameter if axes is None else parameter.flip(axes)
