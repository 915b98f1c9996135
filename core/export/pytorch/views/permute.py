# SPDX-License-Identifier: 0BSD
def view_permute(parameter, axes):
    return parameter.permute(*axes)
