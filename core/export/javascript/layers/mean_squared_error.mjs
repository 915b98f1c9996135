// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
function meanSquaredErrorLoss(prediction, target) {
  return meanOfPairs(prediction, target, (x, t) => (x - t) ** 2);
}
