// SPDX-License-Identifier: 0BSD
// needs: support/mapped, support/error_function
/** y = x Φ(x), Φ being the standard normal distribution; or its approximation by tanh. */
function geluLayer(input, approximate) {
  if (approximate === "tanh") {
    const scale = Math.sqrt(2 / Math.PI);
    return mapped(input, (x) => 0.5 * x * (1 + Math.tanh(scale * (x + 0.044715 * x ** 3))));
  }
  return mapped(input, (x) => 0.5 * x * (1 + errorFunction(x / Math.SQRT2)));
}
