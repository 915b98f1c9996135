% SPDX-License-Identifier: 0BSD
function output = sigmoid(input)
output = 1 ./ (1 + exp(-input));
end
