// SPDX-License-Identifier: 0BSD
// needs: support/zeros, support/log_sum_exp
/** exp(x) / Σ exp(x) over the last axis. */
function softmaxLayer(input) {
  const width = input.shape[input.shape.length - 1];
  const output = zeros(input.shape);
  for (let begin = 0; begin < input.data.length; begin += width) {
    const total = logSumExp(input.data.subarray(begin, begin + width));
    for (let i = begin; i < begin + width; i++) output.data[i] = Math.exp(input.data[i] - total);
  }
  return output;
}
