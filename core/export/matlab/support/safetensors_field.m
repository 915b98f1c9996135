% SPDX-License-Identifier: 0BSD
function text = safetensors_field(entry, name, value)
% What the header's entry of a tensor says under a name.
found = regexp(entry, ['"', name, '"\s*:\s*', value], 'tokens', 'once');
text = '';
if ~isempty(found)
    text = found{1};
end
end
