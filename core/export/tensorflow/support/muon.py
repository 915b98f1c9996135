# SPDX-License-Identifier: 0BSD
# needs: support/adamw
class TorchMuon(TorchAdamW):
    """torch.optim.Muon in the weights' own precision; AdamW's step for variables that are no matrices."""

    def __init__(
        self, parameters, learning_rate, momentum=0.95, nesterov=True, ns_steps=5, eps=1e-7,
        adjust_lr_fn="original", **settings
    ):
        super().__init__(parameters, learning_rate, **settings)
        self.momentum, self.nesterov, self.ns_steps = momentum, nesterov, ns_steps
        self.least_norm, self.adjust_lr_fn = eps, adjust_lr_fn

    def update(self, place, gradient, parameter):
        if len(parameter.shape) != 2:
            super().update(place, gradient, parameter)
            return
        gradient = self.decayed(place, gradient, parameter)
        mean = self.means[place]
        mean.assign(mean + (1 - self.momentum) * (gradient - mean))
        update = gradient + self.momentum * (mean - gradient) if self.nesterov else tf.convert_to_tensor(mean)
        rows, columns = parameter.shape.as_list()
        x = tf.transpose(update) if rows > columns else update
        x = x / tf.maximum(tf.norm(x), self.least_norm)
        for _ in range(self.ns_steps):
            a = tf.matmul(x, x, transpose_b=True)
            x = 3.4445 * x + tf.matmul(-4.775 * a + 2.0315 * tf.matmul(a, a), x)
        original = self.adjust_lr_fn == "original"
        factor = max(1.0, rows / columns) ** 0.5 if original else 0.2 * max(rows, columns) ** 0.5
        parameter.assign_sub(self.rates[place] * factor * (tf.transpose(x) if rows > columns else x))
