# SPDX-License-Identifier: 0BSD
def layer_gru(input, weight_ih, weight_hh, bias_ih, bias_hh, output_shape):
    """torch.nn.GRU's own function, over weights that may be shared: all hidden states, or the last one."""
    weights = [weight_ih, weight_hh] if bias_ih is None else [weight_ih, weight_hh, bias_ih, bias_hh]
    start = input.new_zeros(1, input.shape[0], weight_hh.shape[1])
    # One layer, no dropout, one direction, the batch first.
    states = torch.gru(input, start, weights, bias_ih is not None, 1, 0.0, torch.is_grad_enabled(), False, True)[0]
    return states if len(output_shape) == 2 else states[:, -1]
