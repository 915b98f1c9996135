% SPDX-License-Identifier: 0BSD
function product = hash_times(z, factor)
% The lower 64 bits of z times the factor; see hash_fold for how both are written.
product = zeros(size(z, 1), 4);
carry = 0;
for part = 1:4
    total = carry;
    for k = 1:part
        total = total + z(:, k) * factor(part - k + 1);
    end
    product(:, part) = mod(total, 65536);
    carry = floor(total / 65536);
end
end
