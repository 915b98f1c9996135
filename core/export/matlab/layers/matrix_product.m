% SPDX-License-Identifier: 0BSD
function output = layer_matrix_product(a, b, transpose_a, transpose_b, output_shape)
% The products of the last two axes, matrix by matrix.
rows = output_shape(end - 1);
columns = output_shape(end);
count = size(a, 1) * prod(output_shape(1:end - 2));
inner = numel(a) / (count * rows);
if transpose_a
    left = permute(reshape(a, [count, inner, rows]), [3, 2, 1]);
else
    left = permute(reshape(a, [count, rows, inner]), [2, 3, 1]);
end
if transpose_b
    right = permute(reshape(b, [count, columns, inner]), [3, 2, 1]);
else
    right = permute(reshape(b, [count, inner, columns]), [2, 3, 1]);
end
output = zeros(rows, columns, count);
for k = 1:count
    output(:, :, k) = left(:, :, k) * right(:, :, k);
end
output = reshape(permute(output, [3, 1, 2]), [size(a, 1), output_shape]);
end
