% SPDX-License-Identifier: 0BSD
function output = stack_heads(input, heads)
% (samples, steps, features) as a stack of matrices (steps, features of a head), one for each sample and head.
width = size(input, 3) / heads;
output = permute(reshape(input, [size(input, 1), size(input, 2), width, heads]), [2, 3, 1, 4]);
output = reshape(output, [size(input, 2), width, size(input, 1) * heads]);
end
