# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_circulant(parameter):
    """Each column is the one before, moved on by a place."""
    place = np.arange(len(parameter))
    return parameter[(place[:, None] - place) % len(parameter)]
