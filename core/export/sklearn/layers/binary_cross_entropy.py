# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_binary_cross_entropy(logits, target):
    z = logits.value
    softplus = logits.map(np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z))), expit(z))
    return (softplus - logits * target.reshape(logits.shape)).mean()
