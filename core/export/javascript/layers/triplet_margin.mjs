// SPDX-License-Identifier: 0BSD
/** The mean of max(0, d(anchor, positive) - d(anchor, negative) + margin), d being the p-norm of u - v + eps. */
function tripletMarginLoss(anchor, positive, negative, margin, p, eps) {
  const width = anchor.shape[anchor.shape.length - 1];
  const distance = (other, begin) => {
    let sum = 0;
    for (let i = begin; i < begin + width; i++) {
      const apart = anchor.data[i] - other.data[i] + eps;
      sum += p === "1" ? Math.abs(apart) : apart ** 2;
    }
    return p === "1" ? sum : Math.sqrt(sum);
  };
  let sum = 0;
  for (let begin = 0; begin < anchor.data.length; begin += width) {
    sum += Math.max(0, distance(positive, begin) - distance(negative, begin) + margin);
  }
  return sum / (anchor.data.length / width);
}
