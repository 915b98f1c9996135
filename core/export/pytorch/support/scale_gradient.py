# SPDX-License-Identifier: 0BSD
def scale_gradient(parameter, factor):
    """The parameter itself, from whose use here comes only a part of the gradient."""
    if factor == 0.0:
        return parameter.detach()
    return parameter.detach() + factor * (parameter - parameter.detach())
