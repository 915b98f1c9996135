% SPDX-License-Identifier: 0BSD
function both = pair(values)
% A height and a width, or one number for both.
both = [values(1), values(end)];
end
