# SPDX-License-Identifier: 0BSD
def batch_norm_layer(
    input, weight, bias, running_mean, running_var, eps, momentum, training, input_shape
):
    """As torch.nn.BatchNorm1d and 2d: `momentum` is the batch's share in the running statistics, and the variance that
    moves them is the unbiased one."""
    mean, variance = running_mean, running_var
    if training:
        axes = (0, *range(2, len(input_shape) + 1))
        mean, variance = ops.mean(input, axis=axes), ops.var(input, axis=axes)
        count = ops.cast(ops.shape(input)[0] * math.prod(input_shape[1:]), "float32")
        # The variance of a single value is not known.
        share = ops.where(count > 1, momentum, 0.0)
        unbiased = variance * count / ops.maximum(count - 1, 1.0)
        running_mean.assign(running_mean + share * (ops.stop_gradient(mean) - running_mean))
        running_var.assign(running_var + share * (ops.stop_gradient(unbiased) - running_var))
    by_channel = (1, -1, *(1 for _ in input_shape[1:]))
    factor = ops.rsqrt(variance + eps)
    if weight is not None:
        factor = factor * weight
    output = (input - ops.reshape(mean, by_channel)) * ops.reshape(factor, by_channel)
    return output if bias is None else output + ops.reshape(bias, by_channel)
