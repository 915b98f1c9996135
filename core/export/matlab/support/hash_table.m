% SPDX-License-Identifier: 0BSD
% needs: support/hash_mixed, support/hash_times
function [index, coefficient] = hash_table(seed, count, total)
% What each of `count` places reads of `total` entries, counted from 1, and with which sign: a hash of the place and the
% seed. Made once for each of them.
persistent tables
if isempty(tables)
    tables = containers.Map();
end
name = sprintf('%.0f %.0f %.0f', seed, count, total);
if ~isKey(tables, name)
    parts = @(n) mod(floor(n ./ 65536 .^ (0:3)), 65536);
    z = hash_times(parts((0:count - 1).'), [31765, 32586, 31161, 40503]);
    z = z + hash_mixed(parts(seed + 1));
    for part = 1:3
        z(:, part + 1) = z(:, part + 1) + floor(z(:, part) / 65536);
    end
    z = hash_mixed(mod(z, 65536));
    index = 0;
    half = floor([z(:, 1:3) + mod(z(:, 2:4), 2) * 65536, z(:, 4)] / 2);
    for part = 4:-1:1
        index = mod(index * 65536 + half(:, part), total);
    end
    tables(name) = {index + 1, 1 - 2 * mod(z(:, 1), 2)};
end
table = tables(name);
index = table{1};
coefficient = table{2};
end
