% SPDX-License-Identifier: 0BSD
function text = shape_text(shape)
text = sprintf('%d x ', shape);
text = text(1:end - 3);
if isempty(shape)
    text = 'one number';
end
end
