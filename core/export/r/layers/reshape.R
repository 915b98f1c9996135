# SPDX-License-Identifier: 0BSD
# needs: support/reshape_samples
layer_reshape <- function(input, output_shape) reshape_samples(input, output_shape)
