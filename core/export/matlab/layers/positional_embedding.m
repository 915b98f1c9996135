% SPDX-License-Identifier: 0BSD
function output = layer_positional_embedding(input, weight, kind, input_shape)
if strcmp(kind, 'sinusoidal')
    feature = 0:input_shape(2) - 1;
    angles = (0:input_shape(1) - 1).' ./ 10000 .^ (2 * floor(feature / 2) / input_shape(2));
    weight = sin(angles);
    odd = mod(feature, 2) == 1;
    weight(:, odd) = cos(angles(:, odd));
end
output = input + reshape(weight, [1, input_shape]);
end
