% SPDX-License-Identifier: 0BSD
function output = layer_tanh(input)
output = tanh(input);
end
