"""polars: frames are immutable but for a few methods that say so."""

from __future__ import annotations

from converter.analyse.library import Library, words

POLARS = Library(
    roots=("polars",),
    source="Polars 1.35 Python API reference: DataFrame, Series, LazyFrame, Expr",
    changing=words("""
        drop_in_place extend insert_column replace_column append
        """),
    views=words(
        "lazy collect clone to_series get_column get_columns iter_rows iter_slices rechunk"
    ),
    fresh=words("""
        agg alias all any arg_max arg_min bottom_k cast clip count cum_sum describe diff drop
        drop_nulls dt estimated_size explode fill_nan fill_null filter first gather glimpse
        group_by group_by_dynamic head hstack interpolate is_between is_duplicated is_in is_null
        is_unique item join join_asof last len limit map_batches map_elements max mean median melt
        min n_unique null_count over partition_by pivot product quantile rank rename reverse rolling
        row rows sample select select_seq shift slice sort std sum tail to_dict to_dicts to_dummies
        to_list to_numpy to_pandas top_k transpose unique unnest unpivot unstack upsample
        value_counts var vstack with_columns with_row_index write_csv write_json write_parquet
        """),
    functions=words("""
        all any_horizontal coalesce col concat concat_list concat_str date date_range datetime
        duration element format from_arrow from_dict from_dicts from_numpy from_pandas from_records
        int_range len lit max_horizontal min_horizontal read_csv read_database read_excel read_ipc
        read_json read_ndjson read_parquet scan_csv scan_ipc scan_ndjson scan_parquet select struct
        sum_horizontal when
        """),
)
