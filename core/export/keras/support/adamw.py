# SPDX-License-Identifier: 0BSD
# needs: support/adam
@keras.saving.register_keras_serializable("ligature")
class TorchAdamW(TorchAdam):
    """torch.optim.AdamW: the decay is taken off the weight itself."""

    def decayed(self, gradient, variable, learning_rate, place):
        self.assign_sub(variable, learning_rate * self.rates[place] * self.decays[place] * variable)
        return gradient
