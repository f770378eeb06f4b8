"""LightGBM: a Dataset is built when it is first used, so training changes it."""

from __future__ import annotations

from converter.analyse.library import Library, words

LIGHTGBM = Library(
    roots=("lightgbm",),
    source="LightGBM 4.6 Python API reference",
    changing=words("""
        add_features_from construct fit free_dataset refit reset_parameter rollback_one_iter
        set_categorical_feature set_field set_group set_init_score set_label set_leaf_output
        set_reference set_train_data_name set_weight shuffle_models update
        """),
    changing_arguments={"train": (1, "train_set", "valid_sets"), "cv": (1, "train_set")},
    fresh=words("""
        dump_model eval eval_train eval_valid feature_importance feature_name get_leaf_output
        lower_bound model_to_string num_feature num_trees predict predict_proba save_binary
        save_model score trees_to_dataframe upper_bound
        """),
    views=words("booster_ best_iteration_"),
    functions=words(
        "early_stopping log_evaluation plot_importance plot_metric plot_split_value_histogram "
        "plot_tree record_evaluation create_tree_digraph"
    ),
)
