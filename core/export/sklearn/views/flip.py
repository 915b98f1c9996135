# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_flip(parameter, axis):
    places = [slice(None)] * parameter.value.ndim
    places[axis] = slice(None, None, -1)
    return parameter.part(tuple(places))
