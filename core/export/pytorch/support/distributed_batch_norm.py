# SPDX-License-Identifier: 0BSD
# Whether each process has a part of the batch. Where each has all of it there is nothing to put together.
synchronized = True


def layer_distributed_batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps):
    """F.batch_norm whose mean and variance are those of the whole batch, of which each process has a part."""
    is_split = synchronized and torch.distributed.is_available() and torch.distributed.is_initialized()
    count = input.numel() // input.shape[1]
    if not training or (not is_split and count > 1):
        return F.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)

    def summed(tensor):
        # Its gradient is summed over the processes, too.
        return torch.distributed.nn.functional.all_reduce(tensor) if is_split else tensor

    others = [axis for axis in range(input.dim()) if axis != 1]
    by_channel = [1, -1] + [1] * (input.dim() - 2)
    total = summed(input.new_tensor(float(count)))
    mean = summed(input.sum(others)) / total
    centred = input - mean.view(by_channel)
    variance = summed(centred.square().sum(others)) / total
    if total > 1:  # the variance of a single value is not known
        with torch.no_grad():
            running_mean.lerp_(mean, momentum)
            running_var.lerp_(variance * total / (total - 1), momentum)
    normalized = centred * torch.rsqrt(variance + eps).view(by_channel)
    return normalized if weight is None else normalized * weight.view(by_channel) + bias.view(by_channel)
