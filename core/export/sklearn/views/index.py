# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_index(parameter, axis, position):
    places = [slice(None)] * parameter.value.ndim
    places[axis] = position
    return parameter.part(tuple(places))
