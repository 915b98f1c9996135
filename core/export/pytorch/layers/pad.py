# SPDX-License-Identifier: 0BSD
def layer_pad(input, before, behind, mode, value):
    """So many places more before and behind each axis; the last numbers are those of the last axis."""
    rank = input.dim() - 1
    before, behind = [(0,) * (rank - len(places)) + tuple(places) for places in (before, behind)]
    if mode == "constant":
        around = [places for axis in range(rank - 1, -1, -1) for places in (before[axis], behind[axis])]
        return F.pad(input, around, value=value)
    for axis in range(rank):
        last = input.shape[axis + 1] - 1
        places = torch.arange(-before[axis], last + 1 + behind[axis], device=input.device)
        if mode == "reflect":
            places = last - (last - places.abs()).abs()
        input = input.index_select(axis + 1, places.clamp(0, last))
    return input
