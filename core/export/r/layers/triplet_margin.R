# SPDX-License-Identifier: 0BSD
# needs: support/as_rows
loss_triplet_margin <- function(anchor, positive, negative, margin, p, eps) {
  distance <- function(to) {
    apart <- abs(as_rows(anchor - to) + eps)
    if (p == "1") rowSums(apart) else sqrt(rowSums(apart^2))
  }
  mean(pmax(distance(positive) - distance(negative) + margin, 0))
}
