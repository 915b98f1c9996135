// SPDX-License-Identifier: 0BSD
// needs: support/cross_entropy
/** The mean over the batch of log Σ exp(z) - z[t]. */
function softmaxCrossEntropyLoss(logits, target) {
  return crossEntropy(logits, target);
}
