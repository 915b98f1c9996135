% SPDX-License-Identifier: 0BSD
function output = layer_leaky_relu(input, negative_slope)
output = input;
output(input < 0) = negative_slope * input(input < 0);
end
