% SPDX-License-Identifier: 0BSD
% needs: support/cross_entropy, support/reshape_samples
function output = loss_next_token_cross_entropy(logits, target, input_shape)
tokens = reshape_samples(target, input_shape(1:end - 1));
output = cross_entropy(reshape(logits, [], input_shape(end)), tokens(:));
end
