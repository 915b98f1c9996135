# SPDX-License-Identifier: 0BSD
class Adafactor(torch.optim.Optimizer):
    """What torch.optim.Adafactor computes, which PyTorch has from 2.5: squares are kept by row and by column, and steps
    are relative to the weights."""

    def __init__(self, parameters, lr=1e-2, beta2_decay=-0.8, eps=(0.0, 1e-3), d=1.0, weight_decay=0.0):
        super().__init__(
            parameters, {"lr": lr, "beta2_decay": beta2_decay, "eps": eps, "d": d, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self.update(parameter, parameter.grad, self.state[parameter], group)

    def update(self, parameter, gradient, state, group):
        step = state["step"] = int(state.get("step", 0)) + 1
        eps1, eps2 = group["eps"]
        eps1 = eps1 or torch.finfo(parameter.dtype).eps
        share = step ** group["beta2_decay"]
        size = parameter.pow(2).mean().sqrt().item()
        rate = max(eps2, size) * min(group["lr"], 1 / step**0.5)
        parameter.mul_(1 - group["lr"] * group["weight_decay"])
        square = gradient.pow(2)
        if gradient.dim() > 1:
            rows = self.mean(state, "row", square.mean(dim=-1, keepdim=True), share)
            columns = self.mean(state, "column", square.mean(dim=-2, keepdim=True), share)
            square = rows @ columns / rows.mean(dim=-2, keepdim=True).clamp(min=eps1)
        else:
            square = self.mean(state, "square", square, share)
        update = gradient * square.clamp(min=eps1 * eps1).rsqrt()
        largest = max(1.0, update.pow(2).mean().sqrt().item() / group["d"])
        parameter.sub_(update, alpha=rate / largest)

    def mean(self, state, name, value, share):
        return state.setdefault(name, torch.zeros_like(value)).lerp_(value, share)
