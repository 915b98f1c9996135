// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/numbers
/** A vector c as the matrix whose element (i, j) is c[(i - j) mod n]. */
function circulantView(parameter) {
  const values = numbers(parameter);
  const n = values.length;
  const output = zeros([n, n]);
  for (let place = 0; place < n * n; place++) {
    output.data[place] = values[(Math.floor(place / n) - (place % n) + n) % n];
  }
  return output;
}
