# SPDX-License-Identifier: 0BSD
# needs: support/row_major
# Reads the tensors that the model has from a safetensors file (an 8-byte length, a header in JSON, the values). Names,
# types and shapes have to be what the model expects; the order does not matter, and what else is there is not read.
read_safetensors <- function(path, tensors) {
  wrong <- function(...) stop(path, ": ", ..., call. = FALSE)
  if (!file.exists(path)) wrong("there is no such file")
  bytes <- readBin(path, "raw", file.size(path))
  header_length <- sum(256^(0:7) * as.integer(bytes[1:8]))
  if (length(bytes) < 8L || header_length > length(bytes) - 8) wrong("this is no safetensors file")
  header <- bytes[8 + seq_len(header_length)]
  if (any(header == 0L)) wrong("this is no safetensors file")
  header <- rawToChar(header)
  data <- 8 + header_length

  # Base R reads no JSON, and need not: {"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},...}
  found <- function(pattern, text) regmatches(text, regexec(pattern, text, perl = TRUE, useBytes = TRUE))[[1L]][2L]
  entry_of <- function(name) {
    key <- gsub("\"", "\\\"", gsub("\\", "\\\\", enc2utf8(name), fixed = TRUE), fixed = TRUE)
    found(paste0("(?<!\\\\)\"\\Q", gsub("\\E", "\\E\\\\E\\Q", key, fixed = TRUE), "\\E\"\\s*:\\s*\\{([^{}]*)\\}"), header)
  }
  numbers <- function(entry, key) {
    text <- found(paste0("\"", key, "\"\\s*:\\s*\\[([0-9,\\s]*)\\]"), entry)
    as.numeric(strsplit(gsub("\\s", "", text), ",", fixed = TRUE)[[1L]])
  }
  as_text <- function(shape) if (length(shape) == 0L) "one number" else paste(shape, collapse = " x ")

  lapply(tensors, function(tensor) {
    entry <- entry_of(tensor$name)
    if (is.na(entry)) wrong("there is no \"", tensor$name, "\" in it")
    type <- found("\"dtype\"\\s*:\\s*\"([A-Za-z0-9_]+)\"", entry)
    if (!identical(type, tensor$type)) {
      wrong("\"", tensor$name, "\" is of the type ", type, ", and the model needs ", tensor$type)
    }
    shape <- numbers(entry, "shape")
    if (!identical(shape, as.numeric(tensor$shape))) {
      wrong("\"", tensor$name, "\" is ", as_text(shape), ", and the model needs ", as_text(tensor$shape))
    }
    range <- numbers(entry, "data_offsets")
    count <- prod(shape)
    size <- if (type == "I64") 8 else 4
    if (length(range) != 2L || range[2L] - range[1L] != count * size || data + range[2L] > length(bytes)) {
      wrong("the values of \"", tensor$name, "\" are not where the header says")
    }
    own <- bytes[data + range[1L] + seq_len(count * size)]
    if (type == "F32") {
      values <- readBin(own, "double", count, size = 4L, endian = "little")
    } else {
      halves <- matrix(readBin(own, "integer", 2 * count, size = 4L, endian = "little"), nrow = 2L)
      values <- halves[1L, ] + 2^32 * (halves[2L, ] + (halves[1L, ] < 0L)) # base R has no 64-bit integers
    }
    row_major(values, tensor$shape)
  })
}
