% SPDX-License-Identifier: 0BSD
% needs: support/take_along
function output = view_rotate90(parameter, turns, input_shape)
% Quarter turns of the last two axes against the clock: exchanged, then the first of them read backwards.
rank = numel(input_shape);
output = parameter;
for turn = 1:mod(turns, 4)
    output = permute(output, [1:rank - 2, rank, rank - 1]);
    output = take_along(output, rank - 1, size(output, rank - 1):-1:1);
end
end
