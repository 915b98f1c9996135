% SPDX-License-Identifier: 0BSD
% needs: support/hash_fold, support/hash_times
function z = hash_mixed(z)
% SplitMix64's mixing.
z = hash_times(hash_fold(z, 30), [58809, 7396, 18285, 48984]);
z = hash_times(hash_fold(z, 27), [4587, 4913, 18875, 38096]);
z = hash_fold(z, 31);
end
