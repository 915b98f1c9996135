% SPDX-License-Identifier: 0BSD
% needs: support/pad_images, support/pair, support/places_read
function output = layer_max_pool2d(input, kernel_size, stride, padding, dilation, output_shape)
kernel_size = pair(kernel_size);
if isempty(stride)
    stride = kernel_size;
end
stride = pair(stride);
dilation = pair(dilation);
images = pad_images(input, pair(padding), -Inf);
output = -Inf([size(input, 1), output_shape]);
for i = 1:kernel_size(1)
    rows = places_read(i, output_shape(2), stride(1), dilation(1));
    for j = 1:kernel_size(2)
        columns = places_read(j, output_shape(3), stride(2), dilation(2));
        output = max(output, images(:, :, rows, columns));
    end
end
end
