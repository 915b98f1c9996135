% SPDX-License-Identifier: 0BSD
% needs: layers/dense
function output = layer_rnn(input, weight_ih, weight_hh, bias_ih, bias_hh, nonlinearity, input_shape, output_shape)
steps = input_shape(1);
hidden = size(weight_hh, 2);
from_input = layer_dense(input, weight_ih, bias_ih, [steps, hidden]);
state = zeros(size(input, 1), hidden);
output = zeros(size(input, 1), steps, hidden);
for step = 1:steps
    state = reshape(from_input(:, step, :), [], hidden) + layer_dense(state, weight_hh, bias_hh, hidden);
    if strcmp(nonlinearity, 'relu')
        state = max(state, 0);
    else
        state = tanh(state);
    end
    output(:, step, :) = state;
end
if numel(output_shape) == 1
    output = state; % the last step alone
end
end
