% SPDX-License-Identifier: 0BSD
% needs: support/distance_of_rows
function output = loss_triplet_margin(anchor, positive, negative, margin, p, eps, input_shape)
rows = reshape(anchor, [], input_shape(end));
near = distance_of_rows(rows, reshape(positive, size(rows)), p, eps);
far = distance_of_rows(rows, reshape(negative, size(rows)), p, eps);
output = mean(max(near - far + margin, 0));
end
