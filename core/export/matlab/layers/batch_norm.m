% SPDX-License-Identifier: 0BSD
function output = layer_batch_norm(input, weight, bias, running_mean, running_var, eps)
% With the running statistics, as in evaluation. A row lies along the channels, the second axis.
factor = 1 ./ sqrt(running_var(:).' + eps);
if ~isempty(weight)
    factor = factor .* weight(:).';
end
output = (input - running_mean(:).') .* factor;
if ~isempty(bias)
    output = output + bias(:).';
end
end
