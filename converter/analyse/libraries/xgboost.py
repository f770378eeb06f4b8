"""XGBoost: boosters learn in place; training changes the matrices' caches, not the data."""

from __future__ import annotations

from converter.analyse.library import Library, words

XGBOOST = Library(
    roots=("xgboost",),
    source="XGBoost 3.0 Python API reference",
    changing=words("boost fit load_config load_model set_attr set_info set_param update"),
    changing_arguments={"train": ("evals_result",), "cv": ("evals_result",)},
    fresh=words("""
        apply attributes dump_model eval evals_result get_booster get_dump get_fscore get_score
        inplace_predict num_boosted_rounds num_features predict predict_proba save_config
        save_model save_raw score trees_to_dataframe
        """),
    functions=words("cv plot_importance plot_tree to_graphviz train"),
)
