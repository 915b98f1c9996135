% SPDX-License-Identifier: 0BSD
function output = loss_mean_squared_error(prediction, target)
output = mean((prediction(:) - target(:)) .^ 2);
end
