% SPDX-License-Identifier: 0BSD
function output = view_scale(parameter, factor)
output = parameter * factor;
end
