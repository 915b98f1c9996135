% SPDX-License-Identifier: 0BSD
function output = layer_mean(input, axis, output_shape)
% Over one axis of a sample, counted from 1, or over all where it is 0.
if axis == 0
    output = mean(reshape(input, size(input, 1), []), 2);
else
    output = reshape(mean(input, axis + 1), [size(input, 1), output_shape, 1]);
end
end
