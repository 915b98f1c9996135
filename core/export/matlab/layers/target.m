% SPDX-License-Identifier: 0BSD
% needs: support/as_samples
function output = layer_target(targets, output_shape)
output = as_samples(targets, output_shape, 'targets');
end
