# SPDX-License-Identifier: 0BSD
def schedule_on_plateau(optimizer, factor, patience, threshold, threshold_mode, cooldown, min_factor):
    """Stepped with the loss at an epoch's end: the rate drops where that has not become lower for some epochs."""
    return torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=factor, patience=patience, threshold=threshold, threshold_mode=threshold_mode,
        cooldown=cooldown, min_lr=[group["lr"] * min_factor for group in optimizer.param_groups], eps=0.0)
