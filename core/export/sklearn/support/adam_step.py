# SPDX-License-Identifier: 0BSD
def adam_step(values, gradient, state, learning_rate, beta1, beta2, eps):
    step = state["step"] = state.get("step", 0) + 1
    mean = state["mean"] = beta1 * state.get("mean", 0) + (1 - beta1) * gradient
    square = state["square"] = beta2 * state.get("square", 0) + (1 - beta2) * gradient**2
    values -= learning_rate / (1 - beta1**step) * mean / (np.sqrt(square / (1 - beta2**step)) + eps)
