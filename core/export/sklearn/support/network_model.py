# SPDX-License-Identifier: 0BSD
# needs: support/network_estimator
class NetworkModel(NetworkEstimator):
    """A network whose task is none of scikit-learn's kinds. y: the loss' targets, in a row for each sample.

    predict gives the network's output as it is (several side by side in a row), score minus the loss (more is better).
    """

    def _targets(self, y, dtype):
        if self.TARGETS is None:
            return None
        if y is None:
            raise ValueError("This estimator requires y to be passed, but the target y is None.")
        y = np.asarray(y, dtype=dtype).reshape(len(y), -1)
        if y.shape[1] != self.TARGETS:
            raise ValueError(f"y has {y.shape[1]} values a sample, but the loss compares {self.TARGETS}")
        return y

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.required = self.TARGETS is not None
        return tags

    def fit(self, X, y=None):
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        y = self._targets(y, X.dtype)
        if y is not None:
            check_consistent_length(X, y)
        return self._train(X, y)

    def predict(self, X):
        outputs = self._outputs(X)
        if len(outputs) == 1:
            return outputs[0]
        return np.concatenate([output.reshape(len(output), -1) for output in outputs], axis=1)

    def score(self, X, y=None):
        return -self._loss_of(X, self._targets(y, np.float64))
