# SPDX-License-Identifier: 0BSD
def next_token_cross_entropy_loss(logits, target):
    classes = ops.cast(ops.reshape(target, (-1,)), "int32")
    logits = ops.reshape(logits, (-1, logits.shape[-1]))
    return ops.mean(ops.sparse_categorical_crossentropy(classes, logits, from_logits=True))
