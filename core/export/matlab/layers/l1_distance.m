% SPDX-License-Identifier: 0BSD
function output = layer_l1_distance(input1, input2, reduction, input_shape, output_shape)
output = abs(input1 - input2);
if strcmp(reduction, 'sum')
    output = reshape(sum(output, numel(input_shape) + 1), [size(input1, 1), output_shape, 1]);
end
end
