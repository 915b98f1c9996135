# SPDX-License-Identifier: 0BSD
# needs: support/adamw
@keras.saving.register_keras_serializable("ligature")
class TorchMuon(TorchAdamW):
    """torch.optim.Muon in the weights' own precision; AdamW's step for variables that are no matrices."""

    def __init__(
        self, learning_rate, momentum=0.95, nesterov=True, ns_steps=5, eps=1e-7, adjust_lr_fn="original", **settings
    ):
        super().__init__(learning_rate, **settings)
        self.momentum, self.nesterov, self.ns_steps = momentum, nesterov, ns_steps
        self.least_norm, self.adjust_lr_fn = eps, adjust_lr_fn

    def update_step(self, gradient, variable, learning_rate):
        if len(variable.shape) != 2:
            super().update_step(gradient, variable, learning_rate)
            return
        place = self._get_variable_index(variable)
        gradient = self.decayed(ops.zeros_like(variable) + gradient, variable, learning_rate, place)
        mean = self.means[place]
        self.assign(mean, mean + (1 - self.momentum) * (gradient - mean))
        update = gradient + self.momentum * (mean - gradient) if self.nesterov else ops.convert_to_tensor(mean)
        rows, columns = variable.shape
        x = ops.transpose(update) if rows > columns else update
        x = x / ops.maximum(ops.norm(x), self.least_norm)
        for _ in range(self.ns_steps):
            a = ops.matmul(x, ops.transpose(x))
            x = 3.4445 * x + ops.matmul(-4.775 * a + 2.0315 * ops.matmul(a, a), x)
        original = self.adjust_lr_fn == "original"
        factor = max(1.0, rows / columns) ** 0.5 if original else 0.2 * max(rows, columns) ** 0.5
        step = ops.transpose(x) if rows > columns else x
        self.assign_sub(variable, learning_rate * self.rates[place] * factor * step)

    def get_config(self):
        config = super().get_config()
        for name in ("beta1", "beta2"):
            config.pop(name)
        return {
            **config,
            "momentum": self.momentum,
            "nesterov": self.nesterov,
            "ns_steps": self.ns_steps,
            "eps": self.least_norm,
            "adjust_lr_fn": self.adjust_lr_fn,
        }
