% SPDX-License-Identifier: 0BSD
function axis = axis_from_start(axis, rank)
% The axis counted from 1; it is given from 0, or from the end where it is negative.
if axis < 0
    axis = axis + rank;
end
axis = axis + 1;
end
