% SPDX-License-Identifier: 0BSD
% needs: support/in_row_order
function output = view_hash(parameter, index, coefficient, output_shape)
% Each place reads an entry, counted from 0 in row-major order, times 1 or -1: both tables come with the weights.
values = in_row_order(parameter);
output = reshape(values(index(:) + 1) .* coefficient(:), [output_shape, 1, 1]);
end
