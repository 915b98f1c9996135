% SPDX-License-Identifier: 0BSD
function output = log_sum_exp(rows)
% log(sum(exp(row))) of each row, without overflow.
largest = max(rows, [], 2);
output = largest + log(sum(exp(rows - largest), 2));
end
