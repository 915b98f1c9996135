% SPDX-License-Identifier: 0BSD
% needs: support/log_sum_exp
function output = cross_entropy(rows, classes)
% The mean of -log(softmax(row)(class)), classes counting from 0.
if any(classes < 0 | classes >= size(rows, 2) | classes ~= floor(classes))
    error('Ligature:classes', 'the targets are not classes from 0 to %d', size(rows, 2) - 1);
end
places = sub2ind(size(rows), (1:size(rows, 1)).', classes + 1);
output = mean(log_sum_exp(rows) - rows(places));
end
