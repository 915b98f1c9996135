# SPDX-License-Identifier: 0BSD
def schedule_cosine(optimizer, total_steps, warmup_steps, start_factor, end_factor):
    """CosineAnnealingLR, stepped per update, after a linear warm-up."""
    def factor(step):
        if step < warmup_steps:
            return start_factor + (1.0 - start_factor) * step / warmup_steps
        done = min(1.0, (step - warmup_steps) / max(1, total_steps - warmup_steps))
        return end_factor + (1.0 - end_factor) * (1.0 + math.cos(math.pi * done)) / 2

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
