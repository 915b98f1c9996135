# SPDX-License-Identifier: 0BSD
def binary_cross_entropy_loss(logits, target):
    target = ops.reshape(target, ops.shape(logits))
    return ops.mean(ops.binary_crossentropy(target, logits, from_logits=True))
