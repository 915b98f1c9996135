# SPDX-License-Identifier: 0BSD
# A vector for the last axis of the input, a number for each element: R would recycle it along the first.
along_last <- function(values, input) {
  rep(values, each = length(input) / length(values))
}
