// SPDX-License-Identifier: 0BSD
// needs: support/cross_entropy
/** The mean over the batch of log Σ exp(z) - z[t], z[t] being (1 - s) z[t] + s mean(z) with label smoothing s. */
function softmaxCrossEntropyLoss(logits, target, label_smoothing) {
  const known = crossEntropy(logits, target);
  if (label_smoothing === 0) return known;
  const classes = logits.shape[logits.shape.length - 1];
  const rows = target.data.length;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const scores = logits.data.subarray(row * classes, (row + 1) * classes);
    sum += logSumExp(scores) - scores.reduce((total, score) => total + score, 0) / classes;
  }
  return (1 - label_smoothing) * known + (label_smoothing * sum) / rows;
}
