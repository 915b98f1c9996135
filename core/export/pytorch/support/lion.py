# SPDX-License-Identifier: 0BSD
class Lion(torch.optim.Optimizer):
    """Chen et al. 2023, algorithm 2. PyTorch has no Lion of its own."""

    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(parameters, {"lr": lr, "betas": betas, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta1, beta2 = group["betas"]
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                mean = state.setdefault("mean", torch.zeros_like(parameter))
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.sub_(group["lr"] * (beta1 * mean + (1 - beta1) * parameter.grad).sign())
                mean.mul_(beta2).add_(parameter.grad, alpha=1 - beta2)
