# SPDX-License-Identifier: 0BSD
# needs: support/network_estimator
class NetworkRegressor(MultiOutputMixin, RegressorMixin, NetworkEstimator):
    """A network that gives the values that y has, one or several (a column each)."""

    def fit(self, X, y):
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], multi_output=True, y_numeric=True)
        self.is_single_ = y.ndim == 1
        y = y.reshape(len(y), -1)
        if y.shape[1] != self.TARGETS:
            raise ValueError(f"y has {y.shape[1]} values a sample, but the network gives {self.TARGETS}")
        return self._train(X, y.astype(X.dtype))

    def _begin_targets(self):
        self.is_single_ = self.TARGETS == 1

    def predict(self, X):
        values = self._outputs(X)[self.OUTPUT].reshape(-1, self.TARGETS)
        return values.ravel() if self.is_single_ else values
