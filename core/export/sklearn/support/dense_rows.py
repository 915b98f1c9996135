# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def dense_rows(input, weight, bias):
    """x W^T + b along the last axis."""
    rows = input.reshape(-1, input.shape[-1]) @ weight.swap()
    output = rows.reshape(*input.shape[:-1], weight.shape[0])
    return output if bias is None else output + bias
