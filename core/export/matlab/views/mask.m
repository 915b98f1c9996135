% SPDX-License-Identifier: 0BSD
function output = view_mask(parameter, pattern, diagonal, blocks, input_shape)
% Zeros in place of some entries: a triangle, or blocks along the diagonal.
rank = numel(input_shape);
rows = input_shape(rank - 1);
columns = input_shape(rank);
[row, column] = ndgrid(0:rows - 1, 0:columns - 1);
if strcmp(pattern, 'lower')
    is_read = column - row <= diagonal;
elseif strcmp(pattern, 'upper')
    is_read = column - row >= diagonal;
else
    is_read = floor(row / (rows / blocks)) == floor(column / (columns / blocks));
end
output = parameter .* reshape(is_read, [ones(1, rank - 2), rows, columns]);
end
