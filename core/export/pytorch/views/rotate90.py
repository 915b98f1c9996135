# SPDX-License-Identifier: 0BSD
def view_rotate90(parameter, turns):
    return torch.rot90(parameter, turns, (-2, -1))
