% SPDX-License-Identifier: 0BSD
function output = layer_values(input, values, output_shape)
% The same for every sample.
output = repmat(reshape(values, [1, output_shape, 1]), [size(input, 1), ones(1, numel(output_shape) + 1)]);
end
