// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
/** The mean of -t log σ(z) - (1 - t) log(1 - σ(z)), without overflow. */
function binaryCrossEntropyLoss(logits, target) {
  return meanOfPairs(logits, target, (z, t) => Math.max(z, 0) - z * t + Math.log1p(Math.exp(-Math.abs(z))));
}
