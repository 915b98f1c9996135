# SPDX-License-Identifier: 0BSD
# Images (samples, channels, height, width) with a border of the given height and width around each.
pad_images <- function(images, padding, value) {
  if (all(padding == 0L)) return(images)
  extents <- dim(images)
  padded <- array(value, extents + c(0L, 0L, 2L * padding))
  padded[, , padding[1L] + seq_len(extents[3L]), padding[2L] + seq_len(extents[4L])] <- images
  padded
}
