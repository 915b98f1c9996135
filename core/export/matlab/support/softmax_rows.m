% SPDX-License-Identifier: 0BSD
function output = softmax_rows(rows)
powers = exp(rows - max(rows, [], 2));
output = powers ./ sum(powers, 2);
end
