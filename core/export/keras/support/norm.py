# SPDX-License-Identifier: 0BSD
def norm(vectors):
    """Euclidean, over the last axis; with the gradient 0 where a vector is 0."""
    squares = ops.sum(vectors * vectors, axis=-1)
    positive = squares > 0
    return ops.where(positive, ops.sqrt(ops.where(positive, squares, 1.0)), 0.0)
