% SPDX-License-Identifier: 0BSD
% needs: layers/dense, support/sigmoid
function output = layer_lstm(input, weight_ih, weight_hh, bias_ih, bias_hh, input_shape, output_shape)
steps = input_shape(1);
hidden = size(weight_hh, 2);
from_input = layer_dense(input, weight_ih, bias_ih, [steps, 4 * hidden]);
state = zeros(size(input, 1), hidden);
memory = state;
output = zeros(size(input, 1), steps, hidden);
first = 1:hidden;
for step = 1:steps
    gates = reshape(from_input(:, step, :), [], 4 * hidden) + layer_dense(state, weight_hh, bias_hh, 4 * hidden);
    % In the order input, forget, cell, output.
    memory = sigmoid(gates(:, first + hidden)) .* memory + ...
        sigmoid(gates(:, first)) .* tanh(gates(:, first + 2 * hidden));
    state = sigmoid(gates(:, first + 3 * hidden)) .* tanh(memory);
    output(:, step, :) = state;
end
if numel(output_shape) == 1
    output = state; % the last step alone
end
end
