# SPDX-License-Identifier: 0BSD
def view_reshape(parameter, shape):
    if shape == ():
        return parameter.reshape(())
    return parameter.reshape(*shape)
