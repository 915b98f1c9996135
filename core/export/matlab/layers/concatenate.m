% SPDX-License-Identifier: 0BSD
function output = layer_concatenate(inputs, axis)
output = cat(axis + 1, inputs{:});
end
