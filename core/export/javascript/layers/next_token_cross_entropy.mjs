// SPDX-License-Identifier: 0BSD
// needs: support/cross_entropy
/** The mean over the batch and all steps of log Σ exp(z) - z[t]. */
function nextTokenCrossEntropyLoss(logits, target) {
  return crossEntropy(logits, target);
}
