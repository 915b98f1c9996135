# SPDX-License-Identifier: 0BSD
def layer_mean_squared_error(prediction, target):
    return F.mse_loss(prediction, target.reshape_as(prediction))
