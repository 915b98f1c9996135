% SPDX-License-Identifier: 0BSD
% needs: support/places_read
function sums = window_sums(images, kernel_size, stride, positions)
% The sum of what each window of the images covers.
sums = 0;
for i = 1:kernel_size(1)
    rows = places_read(i, positions(1), stride(1), 1);
    for j = 1:kernel_size(2)
        columns = places_read(j, positions(2), stride(2), 1);
        sums = sums + images(:, :, rows, columns);
    end
end
end
