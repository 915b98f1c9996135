# SPDX-License-Identifier: 0BSD
# needs: support/as_samples
layer_target <- function(targets, output_shape) as_samples(targets, output_shape, "targets")
