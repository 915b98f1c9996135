% SPDX-License-Identifier: 0BSD
function output = along_last(values, shape)
% A vector along the last axis of samples that have the shape.
output = reshape(values, [ones(1, numel(shape)), numel(values), 1]);
end
