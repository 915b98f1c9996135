% SPDX-License-Identifier: GPL-3.0-or-later
% run.m FOLDER: calls the export of each case there, computes with it and compares. See ../README.md.
1;

function compare(what, values, expected)
% Differences are to be at most 1e-5 of the largest value, or 1e-5.
expected = double(expected(:));
if numel(values) ~= numel(expected)
    error('%s: %d numbers, and not %d', what, numel(values), numel(expected));
end
off = max(abs(values(:) - expected));
if ~(off <= 1e-5 * max([1; abs(expected)]))
    error('%s is off by %g', what, off);
end
end

function values = row_order(values)
values = permute(values, ndims(values):-1:1);
end

function compare_outputs(when, outputs, expected, batch)
names = fieldnames(outputs);
if numel(names) ~= numel(expected)
    error('there are %d outputs, and not %d', numel(names), numel(expected));
end
for k = 1:numel(expected)
    values = outputs.(names{k});
    shape = [batch, expected(k).shape(:).', 1];
    if ~isequal(values, reshape(values, shape))
        error('%s has the shape %s', expected(k).name, mat2str(size(values)));
    end
    compare([when, expected(k).name], row_order(values), expected(k).values);
end
end

function refuse(path, what, expected)
% Weights that are not the model's are to be refused, with what is wrong in one sentence.
message = 'it was taken';
try
    model(path);
catch refused
    message = refused.message;
end
if isempty(strfind(message, expected))
    error('%s is not refused as it should be: %s', what, message);
end
end

function write_bytes(path, bytes)
file = fopen(path, 'w');
fwrite(file, bytes);
fclose(file);
end

function check_refusals()
file = fopen('model.safetensors');
bytes = fread(file, Inf, '*uint8').';
fclose(file);
other = [tempname(), '.safetensors'];
removal = onCleanup(@() delete(other));
refuse(other, 'a missing file', 'cannot be opened');
write_bytes(other, bytes(1:end - 1));
refuse(other, 'a file cut off', 'are not where the header says');
write_bytes(other, bytes(1:7));
refuse(other, 'a file of seven bytes', 'this is no safetensors file');
header = 8 + double(typecast(bytes(1:8), 'uint64'));
text = char(bytes(9:header));
rest = bytes(header + 1:end);
write_bytes(other, [bytes(1:8), uint8(strrep(text, '"dtype"', '"dtipe"')), rest]);
refuse(other, 'no type', 'and the model needs F32');
write_bytes(other, [bytes(1:8), uint8(regexprep(text, '"shape":\[(\d)', '"shape":[0')), rest]);
refuse(other, 'another shape', 'and the model needs');
write_bytes(other, [bytes(1:8), uint8(strrep(text, '":{"dtype"', '?:{"dtype"')), rest]);
refuse(other, 'another name', 'in it');
end

function run_case(c)
net = model();
% A row a sample, as a user of MATLAB has it; and as an array, which is the same.
features = reshape(c.features, [], c.batch).';
targets = reshape(c.targets, [], c.batch).';
outputs = net.predict(net.weights, features);
compare_outputs('', outputs, c.outputs, c.batch);
whole = reshape(c.features, [fliplr(c.feature_shape(:).'), c.batch]);
whole = permute(whole, [ndims(whole):-1:1]);
if c.batch > 1 && ~isequal(net.predict(net.weights, whole), outputs)
    error('an array gives another output');
end
compare('the loss', net.loss(net.weights, features, targets), c.loss);
if net.parameter_count(net.weights) ~= c.parameter_count
    error('there are %d parameters, and not %d', net.parameter_count(net.weights), c.parameter_count);
end
if ~isempty(c.changed)
    weights = net.weights;
    weights.(c.changed.field) = weights.(c.changed.field) * c.changed.factor;
    compare_outputs('with the shared parameter changed ', net.predict(weights, features), c.changed.outputs, c.batch);
    compare('with the shared parameter changed the loss', net.loss(weights, features, targets), c.changed.loss);
end
end

function field = field_of(code, name)
% The field of the weights that has the tensor of that name: "    'W', 'W', 'F32', ...".
row = regexp(code, ['^    ''(\w+)'', ', regexptranslate('escape', ['''', strrep(name, '''', ''''''), ''',']), ' ''F32'''], ...
    'tokens', 'once', 'lineanchors');
field = row{1};
end

history_save(false); % where it cannot be written, Octave ends with a message
folder = argv(){end};
listing = dir(folder);
numbers = sort(str2double({listing.name}));
passed = 0;
failed = 0;
changed = 0;
for number = numbers(~isnan(numbers))
    cd(fullfile(folder, num2str(number)));
    clear model
    c = jsondecode(fileread('case.json'));
    if isfield(c, 'refused')
        continue
    end
    try
        if ~isempty(c.changed)
            c.changed.field = field_of(fileread('model.m'), c.changed.parameter);
            changed = changed + 1;
        end
        run_case(c);
        if number == 0
            check_refusals();
        end
        passed = passed + 1;
    catch wrong
        failed = failed + 1;
        printf('%s: %s\n', c.name, wrong.message);
    end
end
printf('%d shared parameters were changed\n', changed);
printf('%d passed, %d failed\n', passed, failed);
exit(failed > 0);
