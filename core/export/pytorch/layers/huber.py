# SPDX-License-Identifier: 0BSD
def layer_huber(prediction, target, delta):
    return F.huber_loss(prediction, target.reshape_as(prediction), delta=delta)
