# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_permute(parameter, axes):
    return parameter.transpose(*axes)
