% SPDX-License-Identifier: 0BSD
function output = loss_binary_cross_entropy(logits, target)
z = logits(:);
output = mean(max(z, 0) - z .* target(:) + log1p(exp(-abs(z))));
end
