% SPDX-License-Identifier: 0BSD
function output = layer_relu(input)
output = input;
output(input < 0) = 0;
end
