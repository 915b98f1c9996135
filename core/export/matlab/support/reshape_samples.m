% SPDX-License-Identifier: 0BSD
function output = reshape_samples(input, shape)
% The same numbers of each sample, in row-major order, under another shape. The first axis is that of the samples.
rank = numel(shape);
reversed = permute(input, [1, ndims(input):-1:2]);
output = reshape(reversed, [size(input, 1), fliplr(shape), 1]);
output = permute(output, [1, (rank + 1):-1:2, rank + 2]);
end
