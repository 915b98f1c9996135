# SPDX-License-Identifier: 0BSD
# needs: support/network_estimator, support/log_softmax
class NetworkClassifier(ClassifierMixin, NetworkEstimator):
    """A network that gives a score to each class, or one score for the second of two.

    y: a class each, as numbers or texts. Whole numbers from 0 to CLASSES - 1 are the network's own classes; others are
    given its outputs in their order, and there may be fewer of them than outputs.
    """

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = self.CLASSES > 2
        return tags

    def fit(self, X, y):
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32])
        check_classification_targets(y)
        classes, index = np.unique(y, return_inverse=True)
        if len(classes) > self.CLASSES == 2:
            raise ValueError("Only binary classification is supported. The type of the target is "
                             f"{type_of_target(y)}: the network gives one score")
        if len(classes) > self.CLASSES:
            raise ValueError(f"y has {len(classes)} classes, but the network tells {self.CLASSES} apart")
        is_own = classes.dtype.kind in "iuf" and np.isin(classes, np.arange(self.CLASSES)).all()
        places = classes.astype(np.int64) if is_own else np.arange(len(classes))
        self.classes_, self.class_outputs_ = classes, places
        return self._train(X, places[index][:, None].astype(X.dtype))

    def _begin_targets(self):
        self.classes_ = self.class_outputs_ = np.arange(self.CLASSES)

    def _scores(self, X):
        scores = self._outputs(X)[self.OUTPUT]
        scores = scores.reshape(len(scores), -1)
        if scores.shape[1] == 1:
            scores = np.concatenate([np.zeros_like(scores), scores], axis=1)
        return scores[:, self.class_outputs_]

    def decision_function(self, X):
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if scores.shape[1] == 2 else scores

    def predict_proba(self, X):
        return softmax(self._scores(X), axis=1)

    def predict_log_proba(self, X):
        return log_softmax(Tensor(self._scores(X))).value

    def predict(self, X):
        places = self._scores(X).argmax(axis=1)
        return self.classes_[places]
