# SPDX-License-Identifier: 0BSD
class Muon(torch.optim.Optimizer):
    """What torch.optim.Muon computes, which PyTorch has from 2.9 and for matrices only: in the weights' precision
    instead of in bfloat16, and with the step of AdamW for parameters that are no matrices."""

    def __init__(self, parameters, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, eps=1e-7, ns_steps=5,
                 adjust_lr_fn="original"):
        super().__init__(parameters, {
            "lr": lr, "weight_decay": weight_decay, "momentum": momentum, "nesterov": nesterov, "eps": eps,
            "ns_steps": ns_steps, "adjust_lr_fn": adjust_lr_fn})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                update = self.matrix_update if parameter.dim() == 2 else self.other_update
                parameter.sub_(update(parameter.grad, self.state[parameter], group), alpha=group["lr"])

    def matrix_update(self, gradient, state, group):
        mean = state.setdefault("momentum", torch.zeros_like(gradient))
        mean.lerp_(gradient, 1 - group["momentum"])
        update = gradient.lerp(mean, group["momentum"]) if group["nesterov"] else mean
        rows, columns = gradient.shape
        x = update.T if rows > columns else update
        x = x / x.norm().clamp(min=group["eps"])
        for _ in range(group["ns_steps"]):
            a = x @ x.T
            x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
        original = group["adjust_lr_fn"] == "original"
        factor = max(1.0, rows / columns) ** 0.5 if original else 0.2 * max(rows, columns) ** 0.5
        return factor * (x.T if rows > columns else x)

    def other_update(self, gradient, state, group):
        step = state["step"] = int(state.get("step", 0)) + 1
        mean = state.setdefault("mean", torch.zeros_like(gradient))
        square = state.setdefault("square", torch.zeros_like(gradient))
        mean.lerp_(gradient, 1 - 0.9)
        square.lerp_(gradient * gradient, 1 - 0.999)
        return mean / (1 - 0.9**step) / ((square / (1 - 0.999**step)).sqrt() + 1e-8)
