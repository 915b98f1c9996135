% SPDX-License-Identifier: 0BSD
% needs: support/reshape_samples
function output = layer_strided_read(input, shape, strides, offset)
% A sample's elements, read in steps.
places = offset;
for axis = 1:numel(shape)
    steps = strides(axis) * (0:shape(axis) - 1).';
    places = reshape(steps + places(:).', [], 1);
end
flat = reshape_samples(input, numel(input) / size(input, 1));
output = reshape_samples(flat(:, places + 1), shape);
end
