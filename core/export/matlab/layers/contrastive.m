% SPDX-License-Identifier: 0BSD
function output = loss_contrastive(input1, input2, target, margin)
distance = sqrt(sum(reshape(input1 - input2, size(input1, 1), []) .^ 2, 2));
same = target(:);
output = mean(same .* distance .^ 2 + (1 - same) .* max(margin - distance, 0) .^ 2);
end
