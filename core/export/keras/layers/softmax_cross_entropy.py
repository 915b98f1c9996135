# SPDX-License-Identifier: 0BSD
def softmax_cross_entropy_loss(logits, target):
    classes = ops.cast(ops.reshape(target, (-1,)), "int32")
    return ops.mean(ops.sparse_categorical_crossentropy(classes, logits, from_logits=True))
