// SPDX-License-Identifier: 0BSD
/** erf(x) = 2 / √π ∫₀ˣ exp(-t²) dt: a series near zero, a continued fraction away from it. */
function errorFunction(x) {
  const square = x * x;
  if (square < 6) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (2 * square) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-square) * sum;
  }
  const magnitude = Math.abs(x);
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (magnitude + fraction);
  return Math.sign(x) * (1 - Math.exp(-square) / Math.sqrt(Math.PI) / (magnitude + fraction));
}
