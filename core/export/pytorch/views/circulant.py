# SPDX-License-Identifier: 0BSD
def view_circulant(parameter):
    """Each column is the one before, moved on by a place."""
    place = torch.arange(len(parameter), device=parameter.device)
    return parameter[(place[:, None] - place) % len(parameter)]
