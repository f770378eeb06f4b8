"""What calls do to rows: the tables by which the chain before an estimator is read.

Row by row: the value for a row depends on that row alone. Over rows: one value of all rows, which
training can freeze. Across rows: each value depends on other rows; that cannot be served row by row.
Sources: the API references of pandas 2.3, NumPy 2.3 and scikit-learn 1.7.
"""

from __future__ import annotations

# Methods of frames, Series and arrays that work row by row.
BY_ROW = frozenset("""
    abs add apply applymap assign astype between capitalize cat ceil clip combine_first
    contains convert_dtypes copy day day_name dayofweek dayofyear decode dt div divide drop dt encode
    endswith eq extract fillna filter find floor floordiv ge get gt hour infer_objects isalpha isdigit isin
    isna isnull isocalendar isoformat le len ljust lower lstrip lt map mask match minute mod month month_name mul multiply
    ne normalize notna notnull pow quarter radd rdiv reindex rename replace rfind rjust rmul round
    rpow rstrip rsub rtruediv second select_dtypes set_axis set_index slice split startswith str strftime
    strip sub subtract swapcase title to_frame to_list to_numpy to_period to_timestamp tolist
    toarray tocoo tocsc tocsr todense total_seconds translate truediv tz_convert tz_localize upper view weekday where
    year zfill reshape ravel flatten dot
    cpu cuda detach double float long numpy requires_grad_ squeeze to unsqueeze
    """.split())
# Methods of `column.str` that see all rows: all others, and those of `column.dt`, are of each.
ACROSS_TEXTS = frozenset({"cat", "get_dummies"})
# Attributes that are still rows.
ROW_ATTRIBUTES = frozenset("""
    array cat day dayofweek dayofyear days dt hour minute month name quarter second str values
    weekday year
    """.split())
# Attributes that describe all rows: frozen at training.
FROZEN_ATTRIBUTES = frozenset({"columns", "dtype", "dtypes", "ndim"})
# Methods that choose or order rows: a request's rows are all answered, in their order.
FILTERS = frozenset("""
    drop_duplicates dropna head nlargest nsmallest query reset_index sample sort_index
    sort_values tail truncate
    """.split())
# Methods and functions whose value is one for all rows: training freezes it.
OVER_ROWS = frozenset("""
    agg aggregate amax amin argmax argmin corr count cov curve_fit describe first_valid_index idxmax idxmin
    is_bool_dtype is_datetime64_any_dtype is_float_dtype is_integer_dtype is_numeric_dtype
    is_object_dtype is_string_dtype kurt kurtosis last_valid_index linregress lstsq mad max mean median min
    minimize mode nanmax nanmean nanmedian nanmin
    nanpercentile nanquantile nanstd norm nunique percentile polyfit prod product quantile sem skew std sum unique
    value_counts var
    """.split())
# Those that make one value for each row of several that lie beside each other: `np.mean([a, b], axis=0)`.
REDUCING = frozenset("amax amin average gmean max mean median min nanmean prod sum".split())
# Methods of groups whose value is one for each group.
OF_GROUPS = frozenset({"first", "last", "nth", "size"})
# Methods and functions by which a row's value depends on others.
ACROSS = frozenset("""
    arange bfill backfill cummax cummin cumprod cumsum diff ewm expanding explode ffill groupby
    interpolate join melt merge merge_asof pad pct_change pivot pivot_table rank resample rolling shift
    stack unstack
    """.split())
# Functions of numpy, pandas and scipy.special that work row by row on what they are given.
FUNCTIONS = frozenset("""
    abs absolute add arccos arcsin arcsinh arctan arctan2 array around asarray atleast_2d boxcox1p c_ cbrt
    ceil clip column_stack concat cos cosh DataFrame deg2rad degrees digitize divide equal erf exp exp2 expit expm1 fabs
    fix float_power floor floor_divide fmax fmin fmod gammaln greater greater_equal hstack hypot
    inv_boxcox inv_boxcox1p isfinite isin isinf isna isnan isnull less less_equal log log10 log1p log2
    logical_and logical_not logical_or logical_xor logit maximum minimum mod multiply nan_to_num negative
    not_equal notna notnull polyval positive power rad2deg radians reciprocal remainder rint round select Series
    sign sin sinh sqrt square subtract tan tanh to_datetime to_numeric to_timedelta true_divide trunc
    where xlogy csr_matrix
    as_tensor DoubleTensor FloatTensor from_numpy LongTensor relu sigmoid Tensor tensor
    """.split())
# Functions that make an array of what is written down.
MAKING = frozenset("arange array geomspace linspace logspace".split())
# Functions that make an array of a given length.
FILLED = frozenset({"full", "ones", "zeros"})
PLAIN_FUNCTIONS = frozenset("float int list str".split())
# Row by row once what training saw is frozen: dummies' columns, bins' edges, categories' order.
FREEZING = frozenset({"get_dummies", "cut", "qcut", "factorize"})
# Functions that choose rows, the same of each of several.
SAMPLING = frozenset({"fit_resample", "fit_sample", "resample", "shuffle"})
# Methods of samplers that make up further rows.
GROWING = frozenset({"fit_resample", "fit_sample"})
SPLITS = frozenset({"train_test_split"})
LEARNING = frozenset({"fit_transform"})
FITTING = frozenset({"fit", "fit_on_texts", "partial_fit"})
ASKED = frozenset("""
    decision_function predict predict_expectation predict_log_proba predict_median
    predict_partial_hazard predict_proba score_samples texts_to_matrix texts_to_sequences transform
    """.split())
# Functions that work row by row where a word says what would be of all rows otherwise.
WITH_WORD = {"pad_sequences": "maxlen", "to_categorical": "num_classes"}


def why_across(name: str) -> str:
    """The refusal for a call that works across rows, and what to do instead."""
    remedies = {
        "groupby": "keep the group's statistic in a dict or frame and look it up: map(table)",
        "merge": "keep the other table as a value and look it up with map",
        "join": "keep the other table as a value and look it up with map",
        "arange": "a row has no number of its own when it comes alone",
        "shift": "make the earlier value a new column, which a request sends with the row",
        "rank": "compare with quantiles that training computed",
    }
    remedy = remedies.get(name, "compute the value from the row alone, or send it with the row")
    return f"{name}() makes a row depend on others; {remedy}"
