# SPDX-License-Identifier: 0BSD
# needs: support/join
def view_tile(parameter, axis, times):
    return join([parameter] * times, axis)
