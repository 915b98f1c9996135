# SPDX-License-Identifier: 0BSD
def transpose_view(parameter):
    return ops.transpose(parameter)
