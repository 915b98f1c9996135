% SPDX-License-Identifier: 0BSD
% needs: support/cross_entropy
function output = loss_softmax_cross_entropy(logits, target, label_smoothing)
output = cross_entropy(logits, target(:));
if label_smoothing > 0
    output = (1 - label_smoothing) * output + label_smoothing * mean(log_sum_exp(logits) - mean(logits, 2));
end
end
