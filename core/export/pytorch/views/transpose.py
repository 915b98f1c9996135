# SPDX-License-Identifier: 0BSD
def view_transpose(parameter):
    return parameter.t()
