% SPDX-License-Identifier: 0BSD
% needs: support/axis_from_start, support/take_along
function output = view_index(parameter, axis, position, input_shape, output_shape)
along = axis_from_start(axis, numel(input_shape));
if position < 0
    position = position + input_shape(along);
end
output = reshape(take_along(parameter, along, position + 1), [output_shape, 1, 1]);
end
