% SPDX-License-Identifier: 0BSD
% needs: support/axis_from_start, support/take_along
function output = view_broadcast(parameter, axis, extent, output_shape)
along = axis_from_start(axis, numel(output_shape));
output_shape(along) = 1;
output = take_along(reshape(parameter, [output_shape, 1, 1]), along, ones(1, extent));
end
