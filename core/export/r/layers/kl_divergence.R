# SPDX-License-Identifier: 0BSD
# needs: support/as_rows, support/log_sum_exp
loss_kl_divergence <- function(prediction, target, from_logits) {
  logs <- as_rows(prediction)
  if (from_logits) logs <- logs - log_sum_exp(logs)
  shares <- as_rows(target)
  # 0 log 0 is 0.
  sum(ifelse(shares > 0, shares * log(shares), 0) - shares * logs) / dim(prediction)[1L]
}
