# SPDX-License-Identifier: 0BSD
def huber_loss(prediction, target, delta):
    apart = ops.abs(prediction - ops.reshape(target, ops.shape(prediction)))
    return ops.mean(ops.where(apart < delta, 0.5 * apart * apart, delta * (apart - 0.5 * delta)))
