% SPDX-License-Identifier: 0BSD
function output = take_along(values, axis, places)
% Some places of one axis, in the order in which they are given; the other axes stay whole.
subscripts = repmat({':'}, 1, max(ndims(values), axis));
subscripts{axis} = places;
output = values(subscripts{:});
end
