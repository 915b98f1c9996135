% SPDX-License-Identifier: 0BSD
% needs: support/take_along
function output = layer_pad(input, before, behind, mode, value, input_shape, output_shape)
% So many places more before and behind each axis; the last numbers are those of the last axis.
rank = numel(input_shape);
before = [zeros(1, rank - numel(before)), before];
behind = [zeros(1, rank - numel(behind)), behind];
if strcmp(mode, 'constant')
    output = repmat(value, [size(input, 1), output_shape, 1]);
    subscripts = [{':'}, cell(1, rank)];
    for axis = 1:rank
        subscripts{axis + 1} = before(axis) + (1:input_shape(axis));
    end
    output(subscripts{:}) = input;
    return
end
output = input;
for axis = 1:rank
    last = input_shape(axis) - 1;
    places = -before(axis):last + behind(axis);
    if strcmp(mode, 'reflect')
        places = last - abs(last - abs(places));
    end
    output = take_along(output, axis + 1, min(max(places, 0), last) + 1);
end
end
