# SPDX-License-Identifier: 0BSD
# needs: support/as_samples
layer_input <- function(features, output_shape) as_samples(features, output_shape, "features")
