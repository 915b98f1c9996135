% SPDX-License-Identifier: 0BSD
function output = row_major(values, shape)
% The array of a shape whose values come in row-major order (the last axis fastest), as files have them. MATLAB's own
% order is column-major; of a vector it makes a column.
rank = numel(shape);
output = permute(reshape(values, [fliplr(shape), 1, 1]), [rank:-1:1, rank + [1, 2]]);
end
