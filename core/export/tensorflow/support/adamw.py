# SPDX-License-Identifier: 0BSD
# needs: support/adam
class TorchAdamW(TorchAdam):
    """torch.optim.AdamW: the decay is taken off the weight itself."""

    def decayed(self, place, gradient, parameter):
        parameter.assign_sub(self.rates[place] * self.decays[place] * parameter)
        return gradient
