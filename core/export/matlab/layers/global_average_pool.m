% SPDX-License-Identifier: 0BSD
function output = layer_global_average_pool(input)
output = mean(reshape(input, size(input, 1), size(input, 2), []), 3);
end
