# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def log_softmax(input):
    """Along the last axis; without overflow."""
    shifted = input - input.value.max(axis=-1, keepdims=True)
    return shifted - shifted.exp().sum(axis=-1, keepdims=True).log()
