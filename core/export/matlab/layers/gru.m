% SPDX-License-Identifier: 0BSD
% needs: layers/dense, support/sigmoid
function output = layer_gru(input, weight_ih, weight_hh, bias_ih, bias_hh, input_shape, output_shape)
steps = input_shape(1);
hidden = size(weight_hh, 2);
from_input = layer_dense(input, weight_ih, bias_ih, [steps, 3 * hidden]);
state = zeros(size(input, 1), hidden);
output = zeros(size(input, 1), steps, hidden);
reset = 1:hidden;
update = hidden + reset;
new = hidden + update;
for step = 1:steps
    x = reshape(from_input(:, step, :), [], 3 * hidden);
    h = layer_dense(state, weight_hh, bias_hh, 3 * hidden);
    kept = sigmoid(x(:, update) + h(:, update));
    proposed = tanh(x(:, new) + sigmoid(x(:, reset) + h(:, reset)) .* h(:, new));
    state = (1 - kept) .* proposed + kept .* state;
    output(:, step, :) = state;
end
if numel(output_shape) == 1
    output = state; % the last step alone
end
end
