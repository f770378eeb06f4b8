"""pandas (and geopandas): methods give new frames, but for a few and for `inplace=True`."""

from __future__ import annotations

from converter.analyse.library import Library, words

PANDAS = Library(
    roots=("pandas", "geopandas"),
    source="pandas 2.3 API reference: DataFrame, Series, Index, GroupBy, general functions",
    changing=words("insert isetitem pop update "),
    views=words("""
        array at iat iloc loc values to_numpy T transpose squeeze xs swapaxes groupby rolling
        expanding ewm resample str dt cat plot style sparse columns index items iterrows
        itertuples iteritems get get_group pipe indices groups
        """),
    fresh=words("""
        abs add agg aggregate align all any apply applymap asfreq asof assign astype at_time
        autocorr backfill between between_time bfill bool boxplot clip combine combine_first compare
        convert_dtypes copy corr corrwith count cov cummax cummin cumprod cumsum describe diff div
        divide dot drop drop_duplicates droplevel dropna duplicated eq equals eval explode factorize
        ffill fillna filter first first_valid_index floordiv ge gt head hist idxmax idxmin
        infer_objects info interpolate isin isna isnull join kurt kurtosis last last_valid_index le
        lt map mask max mean median melt memory_usage merge min mod mode mul multiply ne nlargest
        notna notnull nsmallest nth nunique pad pct_change pivot pivot_table pow prod product
        quantile query radd rank rdiv reindex reindex_like rename rename_axis reorder_levels repeat
        replace reset_index rfloordiv rmod rmul round rpow rsub rtruediv sample searchsorted
        select_dtypes sem set_axis set_index shift size skew sort_index sort_values stack std sub
        subtract sum tail take to_clipboard to_csv to_dict to_excel to_feather to_frame to_hdf
        to_html to_json to_latex to_list to_markdown to_parquet to_period to_pickle to_records
        to_sql to_string to_timestamp tolist transform truediv truncate tz_convert tz_localize
        unique unstack value_counts var where union difference intersection isocalendar
        strftime normalize floor ceil day_name month_name total_seconds contains extract extractall
        get_dummies len slice slice_replace cumcount ngroup ohlc buffer centroid distance
        within intersects to_crs overlay dissolve
        """),
    functions=words("""
        bdate_range concat crosstab cut date_range factorize from_dummies get_dummies infer_freq
        interval_range isna isnull json_normalize lreshape melt merge merge_asof merge_ordered
        notna notnull period_range pivot pivot_table qcut read_clipboard read_csv read_excel
        read_feather read_fwf read_hdf read_html read_json read_orc read_parquet read_pickle
        read_sas read_spss read_sql read_sql_query read_sql_table read_stata read_table read_xml
        set_option get_option reset_option option_context timedelta_range to_datetime to_numeric
        to_timedelta unique value_counts wide_to_long read_file
        """),
)
