# SPDX-License-Identifier: 0BSD
def batch_norm_layer(
    input, weight, bias, running_mean, running_var, eps, momentum, training, input_shape
):
    """As torch.nn.BatchNorm1d and 2d: `momentum` is the batch's share in the running statistics, and the variance that
    moves them is the unbiased one."""
    mean, variance = running_mean, running_var
    if training:
        axes = (0, *range(2, len(input_shape) + 1))
        mean, variance = tf.reduce_mean(input, axis=axes), tf.math.reduce_variance(input, axis=axes)
        count = tf.cast(tf.shape(input)[0] * math.prod(input_shape[1:]), tf.float32)
        # The variance of a single value is not known.
        share = tf.where(count > 1, momentum, 0.0)
        unbiased = variance * count / tf.maximum(count - 1, 1.0)
        running_mean.assign(running_mean + share * (tf.stop_gradient(mean) - running_mean))
        running_var.assign(running_var + share * (tf.stop_gradient(unbiased) - running_var))
    by_channel = (1, -1, *(1 for _ in input_shape[1:]))
    factor = tf.math.rsqrt(variance + eps)
    if weight is not None:
        factor = factor * weight
    output = (input - tf.reshape(mean, by_channel)) * tf.reshape(factor, by_channel)
    return output if bias is None else output + tf.reshape(bias, by_channel)
