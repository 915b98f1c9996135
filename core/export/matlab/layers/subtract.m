% SPDX-License-Identifier: 0BSD
function output = layer_subtract(input1, input2)
output = input1 - input2;
end
