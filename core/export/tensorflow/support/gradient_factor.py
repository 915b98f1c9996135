# SPDX-License-Identifier: 0BSD
def with_gradient_factor(parameter, factor):
    """The parameter's values, through which its gradient comes back times a factor; 0 stops it."""
    fixed = tf.stop_gradient(parameter)
    return fixed if factor == 0 else fixed + factor * (parameter - fixed)
