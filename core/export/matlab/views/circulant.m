% SPDX-License-Identifier: 0BSD
function output = view_circulant(parameter)
% Every column is the one before moved on by a place, the first being the parameter.
n = numel(parameter);
output = reshape(parameter(mod((1:n).' - (1:n), n) + 1), n, n);
end
