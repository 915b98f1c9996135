# SPDX-License-Identifier: 0BSD
def as_pair(size):
    """A height and a width, or one number for both."""
    return (size[0], size[-1])
