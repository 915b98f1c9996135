# SPDX-License-Identifier: 0BSD
def layer_gelu(input, approximate):
    if approximate == "none":
        return F.gelu(input)
    return F.gelu(input, approximate=approximate)
