% SPDX-License-Identifier: 0BSD
function output = layer_elu(input, alpha)
output = input;
output(input < 0) = alpha * expm1(input(input < 0));
end
