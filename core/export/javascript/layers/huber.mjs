// SPDX-License-Identifier: 0BSD
// needs: support/mean_of_pairs
/** The mean of z² / 2 where |z| ≤ delta and delta (|z| - delta / 2) elsewhere, z being the difference. */
function huberLoss(prediction, target, delta) {
  return meanOfPairs(prediction, target, (x, t) => {
    const apart = Math.abs(x - t);
    return apart <= delta ? apart ** 2 / 2 : delta * (apart - delta / 2);
  });
}
