# SPDX-License-Identifier: GPL-3.0-or-later
# run.R FOLDER: sources the export of each case there, computes with it and compares. See ../README.md.
suppressPackageStartupMessages(library(jsonlite))

# Differences are to be at most 1e-5 of the largest value, or 1e-5.
compare <- function(what, values, expected) {
  if (length(values) != length(expected)) stop(what, ": ", length(values), " numbers, and not ", length(expected))
  off <- max(abs(as.vector(values) - expected), 0)
  if (is.na(off) || off > 1e-5 * max(abs(expected), 1)) stop(what, " is off by ", off)
}

row_order <- function(values) if (length(dim(values)) > 1L) as.vector(aperm(values)) else as.vector(values)

compare_outputs <- function(when, outputs, expected) {
  if (length(outputs) != length(expected)) stop("there are ", length(outputs), " outputs, and not ", length(expected))
  for (i in seq_along(expected)) {
    extents <- dim(outputs[[i]])[-1L]
    if (!identical(as.integer(extents), as.integer(unlist(expected[[i]]$shape)))) {
      stop(expected[[i]]$name, " has the shape ", paste(extents, collapse = " x "))
    }
    compare(paste0(when, expected[[i]]$name), row_order(outputs[[i]]), as.numeric(expected[[i]]$values))
  }
}

# Weights that are not the model's are to be refused, with what is wrong in one sentence.
refuse <- function(exported, path, what, expected) {
  message <- tryCatch({
    exported$load_model(path)
    "it was taken"
  }, error = conditionMessage)
  if (!grepl(expected, message, fixed = TRUE)) stop(what, " is not refused as it should be: ", message)
}

check_refusals <- function(exported, weights) {
  bytes <- readBin(weights, "raw", file.size(weights))
  other <- tempfile(fileext = ".safetensors")
  on.exit(unlink(other))
  refuse(exported, other, "a missing file", "there is no such file")
  writeBin(bytes[seq_len(length(bytes) - 1L)], other)
  refuse(exported, other, "a file cut off", "are not where the header says")
  writeBin(bytes[1:7], other)
  refuse(exported, other, "a file of seven bytes", "this is no safetensors file")
  tensor <- exported$model_tensors[[1L]]
  exported$model_tensors[[1L]]$shape <- c(tensor$shape, 2L)
  refuse(exported, weights, "another shape", "and the model needs")
  exported$model_tensors[[1L]] <- modifyList(tensor, list(name = "nothing"))
  refuse(exported, weights, "another name", "there is no \"nothing\" in it")
  exported$model_tensors[[1L]] <- tensor
}

run_case <- function(folder, case) {
  exported <- new.env()
  source(file.path(folder, case$file), local = exported)
  weights <- file.path(folder, "model.safetensors")
  model <- exported$load_model(weights)

  # A row a sample, as a user of R has it; and as an array, which is the same.
  features <- matrix(as.numeric(case$features), nrow = case$batch, byrow = TRUE)
  targets <- if (length(case$targets) > 0L) matrix(as.numeric(case$targets), nrow = case$batch, byrow = TRUE)
  outputs <- predict(model, features)
  compare_outputs("", outputs, case$outputs)
  shape <- c(case$batch, unlist(case$feature_shape))
  if (!identical(predict(model, aperm(array(case$features, rev(shape)))), outputs)) stop("an array gives another output")
  compare("the loss", exported$model_loss(model, features, targets), case$loss)
  if (exported$parameter_count(model) != case$parameter_count) {
    stop("there are ", exported$parameter_count(model), " parameters, and not ", case$parameter_count)
  }

  if (!is.null(case$changed)) {
    names <- vapply(exported$model_tensors, function(tensor) tensor$name, "")
    shared <- names(names)[names == case$changed$parameter]
    assign(shared, get(shared, model) * case$changed$factor, model)
    compare_outputs("with the shared parameter changed ", predict(model, features), case$changed$outputs)
    compare("with the shared parameter changed the loss", exported$model_loss(model, features, targets),
            case$changed$loss)
  }
  if (basename(folder) == "0") check_refusals(exported, weights)
}

folder <- commandArgs(trailingOnly = TRUE)[1L]
passed <- failed <- changed <- 0L
for (case_folder in file.path(folder, sort(as.integer(list.files(folder))))) {
  case <- fromJSON(file.path(case_folder, "case.json"), simplifyDataFrame = FALSE)
  if (!is.null(case$refused)) next
  wrong <- tryCatch({
    run_case(case_folder, case)
    NULL
  }, error = conditionMessage)
  changed <- changed + !is.null(case$changed)
  if (is.null(wrong)) passed <- passed + 1L else failed <- failed + 1L
  if (!is.null(wrong)) cat(case$name, ": ", wrong, "\n", sep = "")
}
cat(changed, "shared parameters were changed\n")
cat(passed, " passed, ", failed, " failed\n", sep = "")
quit(status = if (failed > 0L) 1L else 0L)
