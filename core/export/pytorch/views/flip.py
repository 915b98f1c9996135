# SPDX-License-Identifier: 0BSD
def view_flip(parameter, axis):
    return parameter.flip(axis)
