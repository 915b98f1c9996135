% SPDX-License-Identifier: 0BSD
function places = places_read(element, count, stride, dilation)
% Where the kernel's element (counted from 1) reads while the kernel moves over positions of an axis.
places = (element - 1) * dilation + 1 + stride * (0:count - 1);
end
