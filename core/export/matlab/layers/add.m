% SPDX-License-Identifier: 0BSD
function output = layer_add(inputs)
output = inputs{1};
for k = 2:numel(inputs)
    output = output + inputs{k};
end
end
