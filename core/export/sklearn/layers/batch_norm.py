# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps):
    """By the batch's statistics in training, which move the running ones; by those else."""
    axes = (0, *range(2, input.value.ndim))
    channels = (1, -1) + (1,) * (input.value.ndim - 2)
    if training is None:
        mean, variance = running_mean.reshape(channels), running_var.reshape(channels)
        centred = input - mean
    else:
        mean = input.mean(axis=axes, keepdims=True)
        centred = input - mean
        variance = (centred * centred).mean(axis=axes, keepdims=True)
        count = input.value.size // input.shape[1]
        unbiased = variance.value.reshape(-1) * (count / max(count - 1, 1))
        running_mean.value += momentum * (mean.value.reshape(-1) - running_mean.value)
        running_var.value += momentum * (unbiased - running_var.value)
    output = centred / (variance + eps).sqrt()
    output = output if weight is None else output * weight.reshape(channels)
    return output if bias is None else output + bias.reshape(channels)
