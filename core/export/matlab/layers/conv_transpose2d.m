% SPDX-License-Identifier: 0BSD
% needs: support/pair, support/places_read
function output = layer_conv_transpose2d(input, weight, bias, stride, padding, dilation, groups, output_shape)
% Each element of the kernel, times the input, is laid onto the output; the padding is cut off at the end.
stride = pair(stride);
padding = pair(padding);
dilation = pair(dilation);
count = size(input, 1);
extents = [size(input, 3), size(input, 4)];
in_group = size(weight, 1) / groups;
out_group = size(weight, 2);
images = reshape(permute(input, [1, 3, 4, 2]), [], size(weight, 1));
reach = (extents - 1) .* stride + dilation .* ([size(weight, 3), size(weight, 4)] - 1) + 1;
output = zeros([count, max(reach, output_shape(2:3) + padding), output_shape(1)]);
for group = 1:groups
    from = (group - 1) * in_group + (1:in_group);
    to = (group - 1) * out_group + (1:out_group);
    for i = 1:size(weight, 3)
        rows = places_read(i, extents(1), stride(1), dilation(1));
        for j = 1:size(weight, 4)
            columns = places_read(j, extents(2), stride(2), dilation(2));
            laid = images(:, from) * reshape(weight(from, :, i, j), in_group, out_group);
            laid = reshape(laid, [count, extents, out_group]);
            output(:, rows, columns, to) = output(:, rows, columns, to) + laid;
        end
    end
end
output = output(:, padding(1) + (1:output_shape(2)), padding(2) + (1:output_shape(3)), :);
output = permute(output, [1, 4, 2, 3]);
if ~isempty(bias)
    output = output + bias(:).';
end
end
