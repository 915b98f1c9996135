% SPDX-License-Identifier: 0BSD
% needs: support/along_last
function output = layer_scale(input, scale, input_shape)
output = input .* along_last(scale, input_shape);
end
