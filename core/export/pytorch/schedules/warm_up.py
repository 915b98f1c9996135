# SPDX-License-Identifier: 0BSD
def schedule_warm_up(optimizer, warmup_steps, start_factor):
    """LinearLR, stepped per update: the rate rises in a straight line, and then stays."""
    def factor(step):
        return start_factor + (1.0 - start_factor) * step / warmup_steps if step < warmup_steps else 1.0

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
