# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_dropout(input, probability, training):
    """What is kept is drawn from the random numbers that training goes by."""
    if training is None or probability == 0:
        return input
    kept = training.uniform(size=input.shape) >= probability
    return input * (kept / max(1 - probability, 1e-12))
