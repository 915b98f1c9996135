% SPDX-License-Identifier: 0BSD
function output = layer_embedding(input, weight, output_shape)
places = input(:);
if any(places < 0 | places >= size(weight, 1) | places ~= floor(places))
    error('Ligature:index', 'an embedding of %d is looked up by whole numbers from 0 to %d', size(weight, 1), ...
        size(weight, 1) - 1);
end
output = reshape(weight(places + 1, :), [size(input, 1), output_shape]);
end
