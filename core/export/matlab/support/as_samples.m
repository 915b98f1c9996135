% SPDX-License-Identifier: 0BSD
% needs: support/reshape_samples, support/shape_text
function output = as_samples(values, shape, what)
% What a caller gives, a matrix with a sample a row or an array, as an array (samples, shape...).
if ~isnumeric(values) && ~islogical(values)
    error('Ligature:type', 'the %s are not numbers', what);
end
count = prod(shape);
if size(values, 2) == 1 && numel(values) == count
    values = values.'; % one sample, as a column
end
if numel(values) ~= size(values, 1) * count
    extents = size(values);
    error('Ligature:size', 'the %s of a sample are %s, and these have %s', what, shape_text(shape), ...
        shape_text(extents(2:end)));
end
output = reshape_samples(double(values), shape);
end
