% SPDX-License-Identifier: 0BSD
function output = view_permute(parameter, axes)
output = permute(parameter, [axes + 1, numel(axes) + 1]);
end
