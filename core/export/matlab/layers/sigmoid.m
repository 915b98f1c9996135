% SPDX-License-Identifier: 0BSD
% needs: support/sigmoid
function output = layer_sigmoid(input)
output = sigmoid(input);
end
