% SPDX-License-Identifier: 0BSD
function output = in_row_order(values)
% An array's values in row-major order, as a column.
output = permute(values, ndims(values):-1:1);
output = output(:);
end
