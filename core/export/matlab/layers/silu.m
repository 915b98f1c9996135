% SPDX-License-Identifier: 0BSD
% needs: support/sigmoid
function output = layer_silu(input)
output = input .* sigmoid(input);
end
