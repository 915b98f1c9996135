# SPDX-License-Identifier: 0BSD
def schedule_step(step, steps_per_epoch, step_size, gamma):
    """torch.optim.lr_scheduler.StepLR: the rate drops every step_size epochs."""
    return gamma ** (step // steps_per_epoch // step_size)
