# SPDX-License-Identifier: 0BSD
# needs: support/tensor, support/safetensors
class NetworkEstimator(BaseEstimator):
    """A network as scikit-learn has estimators: its weights, how they are trained, how data is checked."""

    @classmethod
    def from_weights(cls, path, **parameters):
        """An estimator that predicts with the weights of a safetensors file; fit begins with them, too."""
        estimator = cls(weights=path, **parameters)
        estimator._begin(np.float32, None)
        estimator.n_features_in_ = cls.FEATURES
        estimator._begin_targets()
        return estimator

    def save_weights(self, path):
        """Each parameter once, in a safetensors file that from_weights (and Ligature) reads."""
        check_is_fitted(self)
        write_safetensors(path, {self.PARAMETERS[key]["name"]: array for key, array in self.parameters_.items()})

    def __sklearn_is_fitted__(self):
        return hasattr(self, "parameters_")

    def _begin_targets(self):
        """What fit would learn about y."""

    def _begin(self, dtype, random):
        if self.weights is None:
            arrays = {key: tensor["begin"](random) for key, tensor in self.PARAMETERS.items()}
        else:
            arrays = read_safetensors(
                self.weights, {key: (tensor["name"], tensor["shape"]) for key, tensor in self.PARAMETERS.items()})
        # One array for each parameter, whoever reads it.
        self.parameters_ = {key: np.array(array, dtype=dtype) for key, array in arrays.items()}

    def _tensors(self, trains):
        return SimpleNamespace(**{
            key: Tensor(array, needs_gradient=trains and self.PARAMETERS[key].get("trainable", True))
            for key, array in self.parameters_.items()})

    def _full_width(self, X):
        """X as the network takes it. Its width is part of its design: a shared parameter may read it at both ends."""
        missing = self.FEATURES - X.shape[1]
        if missing < 0 or (missing > 0 and not self.pad_features):
            raise ValueError(f"X has n_features={X.shape[1]}, but the network takes {self.FEATURES}")
        return np.pad(X, ((0, 0), (0, missing))) if missing else X

    def _check(self, X):
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        dtype = next((array.dtype for array in self.parameters_.values()), X.dtype)
        return self._full_width(X).astype(dtype, copy=False)

    def _outputs(self, X):
        """What the network gives for each sample, an array each."""
        features = Tensor(self._check(X))
        return [output.value for output in self._forward(self._tensors(trains=False), features, None)]

    def _loss_of(self, X, targets):
        """The loss of samples, nothing being trained."""
        features, parameters = Tensor(self._check(X)), self._tensors(trains=False)
        targets = None if targets is None else Tensor(np.asarray(targets, dtype=features.value.dtype))
        return float(self._loss(parameters, self._forward(parameters, features, None), features, targets, None).value)

    def _train(self, X, targets):
        if self.epochs < 1 or self.batch_size < 1:
            raise ValueError(f"epochs={self.epochs} and batch_size={self.batch_size} have to be at least 1")
        random = check_random_state(self.random_state)
        X = self._full_width(X)
        if not (self.warm_start and hasattr(self, "parameters_")):
            self._begin(X.dtype, random)
            self.loss_curve_ = []
        parameters = self._tensors(trains=True)
        states = {key: {} for key in self.PARAMETERS}
        steps_per_epoch = -(-len(X) // self.batch_size)
        for epoch in range(self.epochs):
            total, order = 0.0, random.permutation(len(X))
            for begin in range(0, len(X), self.batch_size):
                batch = order[begin : begin + self.batch_size]
                features = Tensor(X[batch])
                given = None if targets is None else Tensor(targets[batch])
                loss = self._loss(parameters, self._forward(parameters, features, random), features, given, random)
                loss.backward()
                step = epoch * steps_per_epoch + begin // self.batch_size
                rate_factor = self._rate_factor(step, self.epochs * steps_per_epoch, steps_per_epoch)
                self._step(parameters, states, rate_factor)
                total += float(loss.value) * len(batch)
            self.loss_curve_.append(total / len(X))
        self.n_iter_ = len(self.loss_curve_)
        return self

    def _rate_factor(self, step, total_steps, steps_per_epoch):
        """What the learning rate is multiplied by in a step, counted from 0."""
        return 1.0

    def _step(self, parameters, states, rate_factor):
        for key, tensor in self.PARAMETERS.items():
            parameter = getattr(parameters, key)
            if parameter.needs_gradient and parameter.gradient is not None:
                rate, decay = rate_factor * tensor.get("rate", 1.0), tensor.get("decay", 1.0)
                self._update(parameter.value, parameter.gradient, states[key], rate, decay)
                parameter.gradient = None
