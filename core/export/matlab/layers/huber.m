% SPDX-License-Identifier: 0BSD
function output = loss_huber(prediction, target, delta)
apart = abs(prediction(:) - target(:));
inner = min(apart, delta);
output = mean(inner .* (apart - inner / 2));
end
