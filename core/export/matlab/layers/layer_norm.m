% SPDX-License-Identifier: 0BSD
% needs: support/along_last
function output = layer_layer_norm(input, weight, bias, eps, input_shape)
last = numel(input_shape) + 1;
output = input - mean(input, last);
output = output ./ sqrt(mean(output .^ 2, last) + eps);
if ~isempty(weight)
    output = output .* along_last(weight, input_shape);
end
if ~isempty(bias)
    output = output + along_last(bias, input_shape);
end
end
