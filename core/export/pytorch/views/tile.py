# SPDX-License-Identifier: 0BSD
def view_tile(parameter, axis, times):
    return torch.cat([parameter] * times, dim=axis)
