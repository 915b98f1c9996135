% SPDX-License-Identifier: 0BSD
% needs: support/hash_table, support/in_row_order, support/row_major
function output = view_hash(parameter, seed, signs, output_shape)
% A large array out of a small one: a hash of each place says which number it reads, and whether with a minus.
[index, coefficient] = hash_table(seed, prod(output_shape), numel(parameter));
values = in_row_order(parameter);
values = values(index);
if signs
    values = values(:) .* coefficient;
end
output = row_major(values, output_shape);
end
