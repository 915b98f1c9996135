// SPDX-License-Identifier: 0BSD
// needs: support/log_sum_exp
/** The mean over rows of log Σ exp(z) - z[t]: logits (…, classes), a class index t for each row. */
function crossEntropy(logits, target) {
  const classes = logits.shape[logits.shape.length - 1];
  const rows = target.data.length;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const scores = logits.data.subarray(row * classes, (row + 1) * classes);
    const index = Math.round(target.data[row]);
    if (!(index >= 0 && index < classes)) throw new RangeError(`there is no class ${target.data[row]}`);
    sum += logSumExp(scores) - scores[index];
  }
  return sum / rows;
}
