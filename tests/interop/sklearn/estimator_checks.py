# SPDX-License-Identifier: GPL-3.0-or-later
"""What scikit-learn asks of an estimator, of two exports: check_estimator, a Pipeline, a GridSearchCV, pickle."""

import pickle
import warnings

import numpy as np
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

# The checks that fit data of 1 to 10 features and expect that to work. An exported network takes as many as it was drawn
# with: a shared parameter may read that width at both ends, so that it cannot be told from the data. With pad_features
# all of them pass; without, these fail and no others.
OF_ANOTHER_WIDTH = {
    "check_fit_score_takes_y", "check_estimators_overwrite_params", "check_dont_overwrite_parameters",
    "check_estimators_fit_returns_self", "check_readonly_memmap_input",
    "check_n_features_in_after_fitting", "check_positive_only_tag_during_fit", "check_estimators_dtypes",
    "check_dtype_object", "check_pipeline_consistency", "check_estimators_nan_inf", "check_estimators_pickle",
    "check_f_contiguous_array_estimator", "check_methods_sample_order_invariance", "check_methods_subset_invariance",
    "check_fit2d_1sample", "check_dict_unchanged", "check_fit_idempotent", "check_fit_check_is_fitted",
    "check_n_features_in", "check_fit2d_predict1d",
}
OF_CLASSIFIERS = {
    "check_classifier_data_not_an_array", "check_classifiers_one_label", "check_classifiers_classes",
    "check_classifiers_train", "check_supervised_y_2d", "check_decision_proba_consistency",
}
OF_TRANSFORMERS = {
    "check_transformer_data_not_an_array", "check_transformer_general", "check_transformer_preserve_dtypes",
}


def checks_that_fail(estimator):
    """The names of those that do, and that anything was checked at all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(estimator, on_fail=None)
    assert len(results) > 40, f"only {len(results)} checks"
    skipped = {result["check_name"] for result in results if result["status"] == "skipped"}
    assert skipped <= {"check_array_api_input"}, f"skipped: {skipped}"
    return {result["check_name"]: result["exception"] for result in results if result["status"] == "failed"}


def check_checks(estimator, of_its_kind):
    failed = checks_that_fail(estimator(pad_features=True, epochs=60, learning_rate=0.01, random_state=0))
    assert not failed, f"check_estimator, padded: {failed}"
    expected = OF_ANOTHER_WIDTH | of_its_kind
    failed = checks_that_fail(estimator(epochs=2, random_state=0))
    assert set(failed) <= expected, f"check_estimator: {sorted(set(failed) - expected)}"
    assert expected <= set(failed), f"check_estimator passes what it is documented not to: {expected - set(failed)}"


def check_search(estimator, X, y, better):
    """A grid search finds the learning rate that learns, and what it finds is a copy."""
    search = GridSearchCV(estimator(epochs=15, random_state=0), {"learning_rate": [1e-6, better]}, cv=3)
    search.fit(X, y)
    assert search.best_params_ == {"learning_rate": better}, f"GridSearchCV: {search.best_params_}"
    assert np.isfinite(search.cv_results_["mean_test_score"]).all(), "GridSearchCV: a score is not finite"
    return search


def check_copies(model, X):
    """Pickled it predicts the same; cloned it has learned nothing; fitted again from the same seed it is the same."""
    assert (pickle.loads(pickle.dumps(model)).predict(X) == model.predict(X)).all(), "pickle"
    assert not hasattr(clone(model), "parameters_"), "clone"


def check_classifier(estimator):
    check_checks(estimator, OF_CLASSIFIERS)
    X, y = load_digits(return_X_y=True)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    pipeline = make_pipeline(StandardScaler(), estimator(learning_rate=0.003, epochs=20, random_state=0))
    accuracy = pipeline.fit(X_train, y_train).score(X_test, y_test)
    assert accuracy > 0.95, f"Pipeline: accuracy {accuracy}"
    check_copies(pipeline[-1], X_test)
    # Classes by name: their order is the outputs', the accuracy the same.
    names = np.array([f"digit {digit}" for digit in range(10)])
    named = clone(pipeline).fit(X_train, names[y_train])
    assert (named.predict(X_test) == names[pipeline.predict(X_test)]).all(), "classes with names"
    assert check_search(estimator, X / 16, y, 0.01).best_score_ > 0.85
    # A second fit goes on where the first ended, or begins anew.
    model = estimator(epochs=3, random_state=0, warm_start=True).fit(X / 16, y).fit(X / 16, y)
    assert len(model.loss_curve_) == 6 and model.loss_curve_[3] < model.loss_curve_[2], "warm_start"
    again = [estimator(epochs=3, random_state=0).fit(X / 16, y).loss_curve_ for _ in range(2)]
    assert again[0] == again[1] == model.loss_curve_[:3], "the same seed gives other losses"


def check_autoencoder(estimator):
    check_checks(estimator, OF_TRANSFORMERS)
    X = load_digits(return_X_y=True)[0]
    pipeline = make_pipeline(StandardScaler(), estimator(learning_rate=0.003, epochs=20, random_state=0))
    code = pipeline.fit(X).transform(X)
    model = pipeline[-1]
    assert code.shape == (len(X), *model.CODE_SHAPE), f"Pipeline: the code is {code.shape}"
    off = np.square(pipeline.inverse_transform(code) - X).mean() / X.var(axis=0).mean()
    assert off < 0.35, f"Pipeline: {off} of the variance is not given back"
    check_copies(model, X)
    # One array, which the decoder reads transposed.
    W = model.parameters_["W"]
    decoded = model.inverse_transform(np.eye(len(W)) * 2) - model.inverse_transform(np.zeros_like(np.eye(len(W))))
    assert np.allclose(decoded, 2 * W), "the decoder does not read the encoder's array"
    check_search(estimator, X / 16, None, 0.01)


# By the case's name.
CHECKS = {"digits-classifier": check_classifier, "tied-autoencoder-digits": check_autoencoder}
