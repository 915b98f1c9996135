% SPDX-License-Identifier: 0BSD
% needs: support/axis_from_start, support/take_along
function output = view_slice(parameter, axis, start, step, input_shape, output_shape)
along = axis_from_start(axis, numel(input_shape));
if start < 0
    start = start + input_shape(along);
end
output = take_along(parameter, along, start + 1 + step * (0:output_shape(along) - 1));
end
