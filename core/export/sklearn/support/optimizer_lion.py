# SPDX-License-Identifier: 0BSD
def optimizer_lion(values, gradient, state, learning_rate, beta1, beta2, weight_decay):
    """Lion's step of one parameter (Chen et al. 2023, algorithm 2), in place."""
    mean = state.get("mean", 0)
    values *= 1 - learning_rate * weight_decay
    values -= learning_rate * np.sign(beta1 * mean + (1 - beta1) * gradient)
    state["mean"] = beta2 * mean + (1 - beta2) * gradient
