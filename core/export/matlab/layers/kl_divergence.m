% SPDX-License-Identifier: 0BSD
% needs: support/log_sum_exp
function output = loss_kl_divergence(prediction, target, from_logits, input_shape)
logs = reshape(prediction, [], input_shape(end));
if from_logits
    logs = logs - log_sum_exp(logs);
end
shares = reshape(target, [], input_shape(end));
% Where a share is 0, so is its product with the logarithm.
terms = shares .* (log(max(shares, realmin)) - logs);
output = sum(terms(:)) / size(prediction, 1);
end
