% SPDX-License-Identifier: 0BSD
% needs: support/pad_images, support/pair, support/window_sums
function output = layer_average_pool2d(input, kernel_size, stride, padding, count_include_pad, output_shape)
kernel_size = pair(kernel_size);
if isempty(stride)
    stride = kernel_size;
end
stride = pair(stride);
padding = pair(padding);
positions = output_shape(2:3);
counted = prod(kernel_size);
if ~count_include_pad
    counted = window_sums(pad_images(ones(size(input)), padding, 0), kernel_size, stride, positions);
end
output = window_sums(pad_images(input, padding, 0), kernel_size, stride, positions) ./ counted;
end
