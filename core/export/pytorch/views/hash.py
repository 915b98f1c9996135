# SPDX-License-Identifier: 0BSD
# needs: support/hash_table
def view_hash(parameter, seed, signs, output_shape):
    """A large tensor out of a small one, as in HashedNets (Chen et al. 2015)."""
    index, sign = hash_table(seed, math.prod(output_shape), parameter.numel(), parameter.device)
    read = parameter.flatten()[index]
    return (read * sign.to(read.dtype) if signs else read).reshape(output_shape)
