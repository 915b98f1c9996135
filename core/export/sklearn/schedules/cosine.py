# SPDX-License-Identifier: 0BSD
# needs: schedules/warm_up
def schedule_cosine(step, total_steps, warmup_steps, start_factor, end_factor):
    """torch.optim.lr_scheduler.CosineAnnealingLR, after a linear warm-up."""
    if step < warmup_steps:
        return schedule_warm_up(step, warmup_steps, start_factor)
    done = min(1.0, (step - warmup_steps) / max(1, total_steps - warmup_steps))
    return end_factor + (1.0 - end_factor) * (1.0 + np.cos(np.pi * done)) / 2
