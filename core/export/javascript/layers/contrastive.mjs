// SPDX-License-Identifier: 0BSD
/** The mean over the batch of y d² + (1 - y) max(0, margin - d)², d being the distance and y 1 where both are alike. */
function contrastiveLoss(input1, input2, target, margin) {
  const batch = input1.shape[0];
  const width = input1.data.length / batch;
  let sum = 0;
  for (let sample = 0; sample < batch; sample++) {
    let square = 0;
    for (let i = sample * width; i < (sample + 1) * width; i++) square += (input1.data[i] - input2.data[i]) ** 2;
    const alike = target.data[sample];
    sum += alike * square + (1 - alike) * Math.max(0, margin - Math.sqrt(square)) ** 2;
  }
  return sum / batch;
}
