"""What is worth searching in estimators: argument -> range, as a literal table."""

from __future__ import annotations

# Argument -> range, in the words of `converter.search.space`.
ARGUMENTS: dict[str, str] = {
    "C": "1e-3..1e3 log",
    "activation": "choice(relu, tanh, logistic)",
    "alpha": "1e-5..10 log",
    "bandwidth": "1e-2..10 log",
    "bagging_fraction": "0.5..1.0",
    "batch_size": "choice(16, 32, 64, 128, 256)",
    "ccp_alpha": "1e-5..0.05 log",
    "colsample_bylevel": "0.5..1.0",
    "colsample_bytree": "0.5..1.0",
    "degree": "2..5",
    "depth": "2..10",
    "dropout": "0.0..0.6",
    "eps": "1e-2..10 log",
    "epsilon": "1e-3..1 log",
    "eta": "1e-3..0.5 log",
    "eta0": "1e-4..1 log",
    "feature_fraction": "0.5..1.0",
    "gamma": "1e-4..1 log",
    "hidden_layer_sizes": "[[32], [64], [128], [64, 32], [128, 64]]",
    "kernel": "choice(linear, rbf, poly)",
    "l1_ratio": "0.0..1.0",
    "l2_leaf_reg": "1..10 log",
    "l2_regularization": "1e-8..10 log",
    "lambda_l1": "1e-8..10 log",
    "lambda_l2": "1e-8..10 log",
    "learning_rate": "1e-3..0.5 log",
    "learning_rate_init": "1e-4..1e-1 log",
    "lr": "1e-5..1e-1 log",
    "max_depth": "2..16",
    "max_df": "0.5..1.0",
    "max_features": "0.1..1.0",
    "max_leaf_nodes": "8..256 log",
    "max_samples": "0.3..1.0",
    "min_child_samples": "5..100",
    "min_child_weight": "1..10",
    "min_df": "1..10",
    "min_samples": "2..20",
    "min_samples_leaf": "1..20",
    "min_samples_split": "2..20",
    "momentum": "0.0..0.99",
    "n_clusters": "2..20",
    "n_components": "2..50",
    "n_estimators": "50..500",
    "n_neighbors": "1..50",
    "num_leaves": "8..256 log",
    "nu": "0.05..0.95",
    "p": "1..2",
    "reg_alpha": "1e-8..10 log",
    "reg_lambda": "1e-8..10 log",
    "rsm": "0.5..1.0",
    "shrinkage": "0.0..1.0",
    "subsample": "0.5..1.0",
    "var_smoothing": "1e-12..1e-6 log",
    "weight_decay": "1e-8..1e-2 log",
    "weights": "choice(uniform, distance)",
}

# Class -> its own range for an argument that means something else there.
OF_CLASS: dict[tuple[str, str], str] = {
    ("BernoulliNB", "alpha"): "1e-3..10 log",
    ("ComplementNB", "alpha"): "1e-3..10 log",
    ("GammaRegressor", "alpha"): "1e-3..10 log",
    ("GradientBoostingClassifier", "max_depth"): "2..8",
    ("GradientBoostingRegressor", "max_depth"): "2..8",
    (
        "GradientBoostingRegressor",
        "alpha",
    ): "",  # the quantile of its loss: a question, not a setting
    ("HuberRegressor", "epsilon"): "1.05..3",
    ("MultinomialNB", "alpha"): "1e-3..10 log",
    ("QuantileRegressor", "alpha"): "1e-5..10 log",
    ("SpectralClustering", "gamma"): "1e-2..10 log",
    ("XGBClassifier", "gamma"): "0.0..5.0",
    ("XGBRegressor", "gamma"): "0.0..5.0",
}

# Class -> the name of its first argument, which is often given without one.
FIRST: dict[str, str] = {
    "BayesianGaussianMixture": "n_components",
    "Dropout": "dropout",
    "ElasticNet": "alpha",
    "GaussianMixture": "n_components",
    "KMeans": "n_clusters",
    "KNeighborsClassifier": "n_neighbors",
    "KNeighborsRegressor": "n_neighbors",
    "KernelRidge": "alpha",
    "Lasso": "alpha",
    "MLPClassifier": "hidden_layer_sizes",
    "MLPRegressor": "hidden_layer_sizes",
    "MiniBatchKMeans": "n_clusters",
    "NMF": "n_components",
    "PCA": "n_components",
    "RandomForestClassifier": "n_estimators",
    "RandomForestRegressor": "n_estimators",
    "Ridge": "alpha",
    "RidgeClassifier": "alpha",
    "TruncatedSVD": "n_components",
}

LIBRARIES = frozenset(
    "sklearn xgboost lightgbm catboost imblearn torch keras tensorflow hdbscan umap interpret"
    " pygam ngboost statsmodels".split()
)
"""Where estimators come from, by the first part of their module's name."""
