% SPDX-License-Identifier: 0BSD
% needs: support/take_along
function output = layer_slice(input, axis, start, step, drop_axis, input_shape, output_shape)
if start < 0
    start = start + input_shape(axis);
end
count = 1;
if ~drop_axis
    count = output_shape(axis);
end
output = take_along(input, axis + 1, start + 1 + step * (0:count - 1));
output = reshape(output, [size(input, 1), output_shape, 1]);
end
