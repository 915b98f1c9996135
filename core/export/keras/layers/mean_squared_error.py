# SPDX-License-Identifier: 0BSD
def mean_squared_error_loss(prediction, target):
    return ops.mean(ops.square(prediction - ops.reshape(target, ops.shape(prediction))))
