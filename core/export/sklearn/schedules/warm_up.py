# SPDX-License-Identifier: 0BSD
def schedule_warm_up(step, warmup_steps, start_factor):
    """torch.optim.lr_scheduler.LinearLR: the rate rises in a straight line, and then stays."""
    return start_factor + (1.0 - start_factor) * step / warmup_steps if step < warmup_steps else 1.0
