# SPDX-License-Identifier: 0BSD
def view_gather(parameter, axis, positions):
    return parameter.index_select(axis, torch.tensor(positions, device=parameter.device))
