% SPDX-License-Identifier: 0BSD
function output = view_transpose(parameter)
output = parameter.';
end
