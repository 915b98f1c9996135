% SPDX-License-Identifier: 0BSD
function distance = distance_of_rows(a, b, p, eps)
apart = abs(a - b + eps);
if strcmp(p, '1')
    distance = sum(apart, 2);
else
    distance = sqrt(sum(apart .^ 2, 2));
end
end
