"""scikit-learn and what follows its conventions: fitting changes the estimator and nothing else."""

from __future__ import annotations

from converter.analyse.library import Library, words

SKLEARN = Library(
    roots=("sklearn", "imblearn", "category_encoders", "sksurv", "umap", "hdbscan", "catboost"),
    source="scikit-learn 1.7: Developing scikit-learn estimators; API reference",
    changing=words("""
        fit fit_predict fit_resample fit_transform partial_fit set_params set_output warm_start
        prune set_fit_request set_score_request set_predict_request
        """),
    fresh=words("""
        cost_complexity_pruning_path decision_function decision_path get_depth get_feature_names_out
        get_n_leaves get_params get_support inverse_transform kneighbors mahalanobis
        n_features path predict predict_log_proba predict_proba sample_y score score_samples
        staged_predict staged_predict_proba transform apply bic aic perplexity split get_n_splits
        feature_names_in_ build_analyzer build_tokenizer get_feature_names get_score
        """),
    views=words(
        "named_steps steps best_estimator_ estimators_ named_estimators_ named_transformers_"
    ),
    functions=words("""
        clone cross_val_predict cross_val_score cross_validate learning_curve permutation_importance
        train_test_split validation_curve partial_dependence make_blobs make_circles
        make_classification make_friedman1 make_moons make_regression make_s_curve make_swiss_roll
        fetch_20newsgroups fetch_california_housing fetch_openml load_boston load_breast_cancer
        load_diabetes load_digits load_iris load_linnerud load_wine export_text export_graphviz
        plot_tree resample compute_class_weight check_random_state label_binarize normalize scale
        """),
    holding=words(
        "make_pipeline make_union make_column_transformer make_column_selector make_scorer"
    ),
    pure_modules=("sklearn.metrics", "sklearn.datasets", "sklearn.metrics.pairwise"),
)
