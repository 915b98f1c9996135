% SPDX-License-Identifier: 0BSD
function z = hash_fold(z, by)
% z xor (z shifted right by 17 to 31 bits), of whole numbers of 64 bits: a row each, of four parts of 16 bits, the lowest
% first.
moved = [z(:, 2:4), zeros(size(z, 1), 3)];
bits = 2 ^ (by - 16);
z = bitxor(z, floor(moved(:, 1:4) / bits) + mod(moved(:, 2:5), bits) * (65536 / bits));
end
