# SPDX-License-Identifier: 0BSD
def schedule_step(optimizer, steps_per_epoch, step_size, gamma):
    """StepLR in epochs, stepped per update: the rate drops every step_size epochs."""
    def factor(step):
        return gamma ** (step // steps_per_epoch // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
