% SPDX-License-Identifier: 0BSD
% needs: support/softmax_rows
function output = layer_softmax(input, input_shape)
output = reshape(softmax_rows(reshape(input, [], input_shape(end))), [size(input, 1), input_shape]);
end
