# SPDX-License-Identifier: 0BSD
# needs: support/network_estimator
class NetworkRegressor(RegressorMixin, NetworkEstimator):
    """A network that gives the values that y has, one or several (a column each)."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.target_tags.multi_output = self.TARGETS > 1
        tags.target_tags.single_output = self.TARGETS == 1
        return tags

    def fit(self, X, y):
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], multi_output=True, y_numeric=True)
        y = column_or_1d(y, warn=True)[:, None] if self.TARGETS == 1 else y.reshape(len(y), -1)
        if y.shape[1] != self.TARGETS:
            raise ValueError(f"y has {y.shape[1]} values a sample, but the network gives {self.TARGETS}")
        return self._train(X, y.astype(X.dtype))

    def predict(self, X):
        values = self._outputs(X)[self.OUTPUT].reshape(-1, self.TARGETS)
        return values.ravel() if self.TARGETS == 1 else values
