# SPDX-License-Identifier: 0BSD
# needs: support/adam_step
def optimizer_muon(
    values, gradient, state, learning_rate, momentum, nesterov, ns_steps, eps, adjust_lr_fn, weight_decay
):
    """torch.optim.Muon's step of one parameter, in place, in its own precision; AdamW's of one that is no matrix."""
    values *= 1 - learning_rate * weight_decay
    if values.ndim != 2:
        adam_step(values, gradient, state, learning_rate, 0.9, 0.999, 1e-8)
        return
    mean = state["momentum"] = momentum * state.get("momentum", 0) + (1 - momentum) * gradient
    update = gradient + momentum * (mean - gradient) if nesterov else mean
    rows, columns = values.shape
    x = update.T if rows > columns else update
    x = x / max(np.linalg.norm(x), eps)
    for _ in range(ns_steps):
        a = x @ x.T
        x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
    factor = np.sqrt(max(1.0, rows / columns)) if adjust_lr_fn == "original" else 0.2 * np.sqrt(max(rows, columns))
    values -= learning_rate * factor * (x.T if rows > columns else x)
