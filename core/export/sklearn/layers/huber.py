# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_huber(prediction, target, delta):
    apart = prediction - target.reshape(prediction.shape)
    distance = np.abs(apart.value)
    loss = np.where(distance <= delta, 0.5 * distance**2, delta * (distance - 0.5 * delta))
    return apart.map(loss, np.clip(apart.value, -delta, delta)).mean()
