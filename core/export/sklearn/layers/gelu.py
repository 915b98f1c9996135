# SPDX-License-Identifier: 0BSD
# needs: support/tensor
def layer_gelu(input, approximate):
    """Hendrycks and Gimpel 2016: x times the normal distribution's share below x."""
    if approximate == "tanh":
        inner = (input + input * input * input * 0.044715) * float(np.sqrt(2 / np.pi))
        return input * (inner.tanh() + 1) * 0.5
    x = input.value
    share = ndtr(x)
    return input.map(x * share, share + x * np.exp(-0.5 * x**2) * float(1 / np.sqrt(2 * np.pi)))
