# SPDX-License-Identifier: 0BSD
def optimizer_rmsprop(values, gradient, state, learning_rate, alpha, eps, momentum, centered, weight_decay):
    """torch.optim.RMSprop's step of one parameter, in place."""
    gradient = gradient + weight_decay * values
    square = state["square"] = alpha * state.get("square", 0) + (1 - alpha) * gradient**2
    if centered:
        mean = state["mean"] = alpha * state.get("mean", 0) + (1 - alpha) * gradient
        square = np.maximum(square - mean**2, 0)
    step = gradient / (np.sqrt(square) + eps)
    if momentum:
        step = state["direction"] = momentum * state.get("direction", 0) + step
    values -= learning_rate * step
