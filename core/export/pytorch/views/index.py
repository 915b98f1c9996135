# SPDX-License-Identifier: 0BSD
def view_index(parameter, axis, position):
    if axis == 0:
        return parameter[position]
    return parameter.select(axis, position)
