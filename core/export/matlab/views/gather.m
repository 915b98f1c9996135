% SPDX-License-Identifier: 0BSD
% needs: support/axis_from_start, support/take_along
function output = view_gather(parameter, axis, positions, input_shape)
output = take_along(parameter, axis_from_start(axis, numel(input_shape)), positions + 1);
end
