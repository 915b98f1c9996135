# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_mean_squared_error(prediction, target):
    apart = prediction - target.reshape(prediction.shape)
    return (apart * apart).mean()
