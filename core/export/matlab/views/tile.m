% SPDX-License-Identifier: 0BSD
% needs: support/axis_from_start, support/take_along
function output = view_tile(parameter, axis, times, input_shape)
along = axis_from_start(axis, numel(input_shape));
output = take_along(parameter, along, repmat(1:input_shape(along), 1, times));
end
