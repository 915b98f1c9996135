# SPDX-License-Identifier: 0BSD
def layer_kl_divergence(prediction, target, from_logits):
    if from_logits:
        return F.kl_div(F.log_softmax(prediction, dim=-1), target.reshape_as(prediction), reduction="batchmean")
    return F.kl_div(prediction, target.reshape_as(prediction), reduction="batchmean")
