% SPDX-License-Identifier: 0BSD
% needs: support/reshape_samples
function output = layer_flatten(input, output_shape)
output = reshape_samples(input, output_shape);
end
