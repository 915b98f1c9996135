# SPDX-License-Identifier: 0BSD
def permute_view(parameter, axes):
    return ops.transpose(parameter, axes)
