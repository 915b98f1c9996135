% SPDX-License-Identifier: 0BSD
% needs: support/row_major, support/safetensors_field, support/shape_text
function weights = read_safetensors(path, tensors)
% Reads the tensors that the model has from a safetensors file (an 8-byte length, a header in JSON, the values). Names,
% types and shapes have to be what the model expects; the order does not matter, and what else is there is not read.
file = fopen(path, 'r');
if file < 0
    error('Ligature:weights', '%s cannot be opened', path);
end
bytes = fread(file, Inf, '*uint8');
fclose(file);
header_length = Inf;
if numel(bytes) >= 8
    header_length = double(typecast(bytes(1:8), 'uint64'));
end
if header_length > numel(bytes) - 8
    error('Ligature:weights', '%s: this is no safetensors file', path);
end
header = char(bytes(9:8 + header_length).');
bytes = bytes(9 + header_length:end);

weights = struct();
for k = 1:size(tensors, 1)
    [identifier, name, type, shape] = tensors{k, 1:4};
    key = ['"', strrep(strrep(char(unicode2native(name, 'UTF-8')), '\', '\\'), '"', '\"'), '"'];
    entry = regexp(header, ['(?<!\\)', regexptranslate('escape', key), '\s*:\s*\{([^{}]*)\}'], 'tokens', 'once');
    if isempty(entry)
        error('Ligature:weights', '%s: there is no "%s" in it', path, name);
    end
    found_type = safetensors_field(entry{1}, 'dtype', '"(\w+)"');
    if ~strcmp(found_type, type)
        error('Ligature:weights', '%s: "%s" is of the type %s, and the model needs %s', path, name, found_type, type);
    end
    found_shape = sscanf(safetensors_field(entry{1}, 'shape', '\[([^\]]*)\]'), '%f,').';
    if ~isequal(found_shape(:), shape(:))
        error('Ligature:weights', '%s: "%s" is %s, and the model needs %s', path, name, shape_text(found_shape), ...
            shape_text(shape));
    end
    class_name = 'single';
    size_of_one = 4;
    if strcmp(type, 'I64')
        class_name = 'int64';
        size_of_one = 8;
    end
    range = sscanf(safetensors_field(entry{1}, 'data_offsets', '\[([^\]]*)\]'), '%f,');
    if numel(range) ~= 2 || range(2) - range(1) ~= prod(shape) * size_of_one || range(2) > numel(bytes)
        error('Ligature:weights', '%s: the values of "%s" are not where the header says', path, name);
    end
    values = double(typecast(bytes(range(1) + 1:range(2)), class_name));
    weights.(identifier) = row_major(values, shape);
end
end
