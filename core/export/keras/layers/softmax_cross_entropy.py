# SPDX-License-Identifier: 0BSD
def softmax_cross_entropy_loss(logits, target, label_smoothing=0.0):
    classes = ops.cast(ops.reshape(target, (-1,)), "int32")
    loss = ops.mean(ops.sparse_categorical_crossentropy(classes, logits, from_logits=True))
    if label_smoothing == 0:
        return loss
    return (1 - label_smoothing) * loss - label_smoothing * ops.mean(ops.log_softmax(logits, axis=-1))
