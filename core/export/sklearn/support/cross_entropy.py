# SPDX-License-Identifier: 0BSD
# needs: support/log_softmax
def cross_entropy(logits, classes):
    """The mean of -log(softmax(row)[class])."""
    rows = np.arange(len(logits))
    return -log_softmax(logits)[rows, classes].mean()
