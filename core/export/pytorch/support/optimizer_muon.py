# SPDX-License-Identifier: 0BSD
# needs: support/muon
def optimizer_muon(parameters, learning_rate, momentum, nesterov, ns_steps, eps, adjust_lr_fn, weight_decay):
    return Muon(
        parameters, lr=learning_rate, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov, eps=eps,
        ns_steps=ns_steps, adjust_lr_fn=adjust_lr_fn)
