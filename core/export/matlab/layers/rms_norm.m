% SPDX-License-Identifier: 0BSD
% needs: support/along_last
function output = layer_rms_norm(input, weight, eps, input_shape)
output = input ./ sqrt(mean(input .^ 2, numel(input_shape) + 1) + eps);
if ~isempty(weight)
    output = output .* along_last(weight, input_shape);
end
end
