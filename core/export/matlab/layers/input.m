% SPDX-License-Identifier: 0BSD
% needs: support/as_samples
function output = layer_input(features, output_shape)
output = as_samples(features, output_shape, 'features');
end
