% SPDX-License-Identifier: 0BSD
% needs: layers/dense, support/softmax_rows, support/stack_heads
function output = layer_multi_head_attention(input, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias, ...
    num_heads, causal, input_shape)
steps = input_shape(1);
width = input_shape(2);
projected = layer_dense(input, in_proj_weight, in_proj_bias, [steps, 3 * width]);
queries = stack_heads(projected(:, :, 1:width), num_heads);
keys = stack_heads(projected(:, :, width + (1:width)), num_heads);
values = stack_heads(projected(:, :, 2 * width + (1:width)), num_heads);
later = triu(true(steps), 1);
for k = 1:size(queries, 3)
    scores = queries(:, :, k) * keys(:, :, k).' / sqrt(width / num_heads);
    if causal
        scores(later) = -Inf;
    end
    values(:, :, k) = softmax_rows(scores) * values(:, :, k);
end
heads = reshape(values, [steps, width / num_heads, size(input, 1), num_heads]);
heads = reshape(permute(heads, [3, 1, 2, 4]), [size(input, 1), steps, width]);
output = layer_dense(heads, out_proj_weight, out_proj_bias, input_shape);
end
