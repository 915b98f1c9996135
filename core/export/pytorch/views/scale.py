# SPDX-License-Identifier: 0BSD
def view_scale(parameter, factor):
    return parameter * factor
