% SPDX-License-Identifier: 0BSD
% needs: support/cross_entropy
function output = loss_softmax_cross_entropy(logits, target)
output = cross_entropy(logits, target(:));
end
