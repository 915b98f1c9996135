% SPDX-License-Identifier: 0BSD
% needs: support/pad_images, support/pair, support/places_read
function output = layer_conv2d(input, weight, bias, stride, padding, dilation, groups, output_shape)
% For each element of the kernel one product of what it reads at all positions: (samples x positions, channels) by
% (channels, output channels).
stride = pair(stride);
dilation = pair(dilation);
images = permute(pad_images(input, pair(padding), 0), [1, 3, 4, 2]);
in_group = size(weight, 2);
out_group = size(weight, 1) / groups;
output = zeros(size(input, 1) * prod(output_shape(2:3)), output_shape(1));
for group = 1:groups
    from = (group - 1) * in_group + (1:in_group);
    to = (group - 1) * out_group + (1:out_group);
    for i = 1:size(weight, 3)
        rows = places_read(i, output_shape(2), stride(1), dilation(1));
        for j = 1:size(weight, 4)
            columns = places_read(j, output_shape(3), stride(2), dilation(2));
            patches = reshape(images(:, rows, columns, from), [], in_group);
            kernel = reshape(weight(to, :, i, j), out_group, in_group);
            output(:, to) = output(:, to) + patches * kernel.';
        end
    end
end
if ~isempty(bias)
    output = output + bias(:).';
end
output = permute(reshape(output, [size(input, 1), output_shape([2, 3, 1])]), [1, 4, 2, 3]);
end
