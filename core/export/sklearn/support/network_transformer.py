# SPDX-License-Identifier: 0BSD
# needs: support/network_estimator
class NetworkTransformer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, NetworkEstimator):
    """An autoencoder, as scikit-learn has PCA: transform gives the code, inverse_transform decodes it.

    predict gives what is decoded again, score minus the loss (more is better).
    """

    def fit(self, X, y=None):
        X = validate_data(self, X, dtype=[np.float64, np.float32])
        return self._train(X, None)

    @property
    def _n_features_out(self):
        return int(np.prod(self.CODE_SHAPE))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags

    def _forward(self, parameters, features, training):
        return self._decode(parameters, self._encode(parameters, features, training), training)

    def transform(self, X):
        X = self._check(X)
        return self._encode(self._tensors(trains=False), Tensor(X), None).value.reshape(len(X), -1)

    def inverse_transform(self, X):
        check_is_fitted(self)
        dtype = next((array.dtype for array in self.parameters_.values()), np.float64)
        X = check_array(X, dtype=dtype).reshape(-1, *self.CODE_SHAPE)
        decoded = self._decode(self._tensors(trains=False), Tensor(X), None)[self.OUTPUT].value
        return decoded.reshape(len(X), -1)[:, : self.n_features_in_]

    def predict(self, X):
        return self._outputs(X)[self.OUTPUT].reshape(-1, self.FEATURES)[:, : self.n_features_in_]

    def score(self, X, y=None):
        return -self._loss_of(X, None)
