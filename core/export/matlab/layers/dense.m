% SPDX-License-Identifier: 0BSD
function output = layer_dense(input, weight, bias, output_shape)
output = reshape(input, [], size(weight, 2)) * weight.';
if ~isempty(bias)
    output = output + bias(:).';
end
output = reshape(output, [size(input, 1), output_shape, 1]);
end
