// SPDX-License-Identifier: 0BSD
// needs: support/log_sum_exp
/** Σ t (log t - x) over the last axis and all others, divided by the batch; x = log softmax(prediction) of logits. */
function klDivergenceLoss(prediction, target, from_logits) {
  const width = prediction.shape[prediction.shape.length - 1];
  let sum = 0;
  for (let begin = 0; begin < prediction.data.length; begin += width) {
    const shift = from_logits ? logSumExp(prediction.data.subarray(begin, begin + width)) : 0;
    for (let i = begin; i < begin + width; i++) {
      const t = target.data[i];
      if (t > 0) sum += t * Math.log(t);
      sum -= t * (prediction.data[i] - shift);
    }
  }
  return sum / prediction.shape[0];
}
