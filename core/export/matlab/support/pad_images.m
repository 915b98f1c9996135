% SPDX-License-Identifier: 0BSD
function padded = pad_images(images, padding, value)
% Images (samples, channels, height, width) with a border of the given height and width around each.
height = size(images, 3);
width = size(images, 4);
padded = repmat(value, [size(images, 1), size(images, 2), height + 2 * padding(1), width + 2 * padding(2)]);
padded(:, :, padding(1) + (1:height), padding(2) + (1:width)) = images;
end
