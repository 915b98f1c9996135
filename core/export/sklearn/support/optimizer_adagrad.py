# SPDX-License-Identifier: 0BSD
def optimizer_adagrad(
    values, gradient, state, learning_rate, lr_decay, initial_accumulator_value, eps, weight_decay
):
    """torch.optim.Adagrad's step of one parameter, in place."""
    before = state.get("step", 0)
    state["step"] = before + 1
    gradient = gradient + weight_decay * values
    total = state["sum"] = state.get("sum", initial_accumulator_value) + gradient**2
    values -= learning_rate / (1 + before * lr_decay) * gradient / (np.sqrt(total) + eps)
