% SPDX-License-Identifier: 0BSD
% needs: support/in_row_order, support/row_major
function output = view_reshape(parameter, output_shape)
output = row_major(in_row_order(parameter), output_shape);
end
