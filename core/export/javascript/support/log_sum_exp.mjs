// SPDX-License-Identifier: 0BSD
/** log Σ exp(x) over a row of numbers, without overflow. */
function logSumExp(row) {
  let largest = -Infinity;
  for (const x of row) largest = Math.max(largest, x);
  let sum = 0;
  for (const x of row) sum += Math.exp(x - largest);
  return largest + Math.log(sum);
}
