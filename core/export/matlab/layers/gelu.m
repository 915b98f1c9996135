% SPDX-License-Identifier: 0BSD
function output = layer_gelu(input, approximate)
if strcmp(approximate, 'tanh')
    output = 0.5 * input .* (1 + tanh(sqrt(2 / pi) * (input + 0.044715 * input .^ 3)));
else
    output = 0.5 * input .* erfc(-input / sqrt(2));
end
end
