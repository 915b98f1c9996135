% SPDX-License-Identifier: 0BSD
function output = layer_dropout(input)
% Drops nothing: that is for training.
output = input;
end
