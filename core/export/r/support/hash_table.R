# SPDX-License-Identifier: 0BSD
# What each of `count` places reads of `total` entries, counted from 1, and with which sign: SplitMix64 of the place and
# the seed; made once for each of them. A whole number of 64 bits is a row of four parts of 16 bits, the lowest first.
hash_table <- function(seed, count, total) {
  name <- paste(seed, count, total)
  if (!is.null(hash_tables[[name]])) return(hash_tables[[name]])
  parts <- function(n) outer(n, 65536^(0:3), function(n, unit) (n %/% unit) %% 65536)
  times <- function(z, factor) {
    product <- z
    carry <- 0
    for (part in 1:4) {
      total <- carry
      for (k in seq_len(part)) total <- total + z[, k] * factor[part - k + 1L]
      product[, part] <- total %% 65536
      carry <- total %/% 65536
    }
    product
  }
  fold <- function(z, by) {
    moved <- cbind(z[, 2:4, drop = FALSE], 0, 0, 0)
    bits <- 2^(by - 16)
    shifted <- moved[, 1:4] %/% bits + (moved[, 2:5] %% bits) * (65536 / bits)
    z[] <- bitwXor(as.integer(z), as.integer(shifted))
    z
  }
  mixed <- function(z) {
    z <- times(fold(z, 30), c(58809, 7396, 18285, 48984))
    fold(times(fold(z, 27), c(4587, 4913, 18875, 38096)), 31)
  }
  z <- times(parts(seq_len(count) - 1), c(31765, 32586, 31161, 40503))
  z <- sweep(z, 2L, mixed(parts(seed + 1))[1L, ], "+")
  for (part in 1:3) z[, part + 1L] <- z[, part + 1L] + z[, part] %/% 65536
  z <- mixed(z %% 65536)
  half <- (cbind(z[, 1:3, drop = FALSE] + (z[, 2:4, drop = FALSE] %% 2) * 65536, z[, 4])) %/% 2
  index <- 0
  for (part in 4:1) index <- (index * 65536 + half[, part]) %% total
  hash_tables[[name]] <- list(index = index + 1, coefficient = 1 - 2 * (z[, 1] %% 2))
  hash_tables[[name]]
}
hash_tables <- new.env()
