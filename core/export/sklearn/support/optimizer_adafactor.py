# SPDX-License-Identifier: 0BSD
def optimizer_adafactor(values, gradient, state, learning_rate, beta2_decay, eps1, eps2, d, weight_decay):
    """torch.optim.Adafactor's step of one parameter, in place."""
    step = state["step"] = state.get("step", 0) + 1
    share = step**beta2_decay
    eps1 = eps1 or np.finfo(values.dtype).eps

    def mean(name, value):
        state[name] = state.get(name, 0) + share * (value - state.get(name, 0))
        return state[name]

    rate = max(eps2, np.sqrt(np.mean(values**2))) * min(learning_rate, 1 / np.sqrt(step))
    values *= 1 - learning_rate * weight_decay
    square = gradient**2
    if gradient.ndim > 1:
        rows = mean("row", square.mean(axis=-1, keepdims=True))
        columns = mean("column", square.mean(axis=-2, keepdims=True))
        square = rows * columns / np.maximum(rows.mean(axis=-2, keepdims=True), eps1)
    else:
        square = mean("square", square)
    update = gradient / np.sqrt(np.maximum(square, eps1 * eps1))
    values -= rate / max(1.0, np.sqrt(np.mean(update**2)) / d) * update
