# SPDX-License-Identifier: 0BSD
def optimizer_sgd(values, gradient, state, learning_rate, momentum, nesterov, weight_decay):
    """torch.optim.SGD's step of one parameter, in place."""
    gradient = gradient + weight_decay * values
    if momentum:
        mean = state["momentum"] = momentum * state.get("momentum", 0) + gradient
        gradient = gradient + momentum * mean if nesterov else mean
    values -= learning_rate * gradient
