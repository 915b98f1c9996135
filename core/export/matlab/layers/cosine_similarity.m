% SPDX-License-Identifier: 0BSD
function output = layer_cosine_similarity(input1, input2, eps, input_shape, output_shape)
last = numel(input_shape) + 1;
lengths = max(sqrt(sum(input1 .^ 2, last)), eps) .* max(sqrt(sum(input2 .^ 2, last)), eps);
output = reshape(sum(input1 .* input2, last) ./ lengths, [size(input1, 1), output_shape, 1]);
end
