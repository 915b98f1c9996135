# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def view_mask(parameter, pattern, diagonal, blocks):
    """Zeros in place of some entries: a triangle, or blocks along the diagonal."""
    rows, columns = parameter.value.shape[-2:]
    row, column = np.indices((rows, columns))
    if pattern == "lower":
        is_read = column - row <= diagonal
    elif pattern == "upper":
        is_read = column - row >= diagonal
    else:
        is_read = row // (rows // blocks) == column // (columns // blocks)
    return parameter * is_read
