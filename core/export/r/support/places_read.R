# SPDX-License-Identifier: 0BSD
# Where the kernel's element (counted from 1) reads while the kernel moves over `count` positions of an axis.
places_read <- function(element, count, stride, dilation) {
  (element - 1L) * dilation + 1L + stride * (seq_len(count) - 1L)
}
