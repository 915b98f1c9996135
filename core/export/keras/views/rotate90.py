# SPDX-License-Identifier: 0BSD
# needs: support/matrix_transpose
def rotate90_view(parameter, turns):
    """Turns the last two axes counterclockwise by quarters, as torch.rot90."""
    if turns % 2 == 1:
        parameter = matrix_transpose(parameter)
    if turns % 4 in (1, 2):
        parameter = ops.flip(parameter, axis=-2)
    return ops.flip(parameter, axis=-1) if turns % 4 in (2, 3) else parameter
