"""lifelines: fitters learn in place and return themselves; what they say is new."""

from __future__ import annotations

from converter.analyse.library import Library, words

LIFELINES = Library(
    roots=("lifelines",),
    source="lifelines 0.30 API reference",
    changing=words("""
        fit fit_interval_censoring fit_intervals fit_left_censoring fit_right_censoring fit_transform
        """),
    views=words("confidence_interval_ cumulative_hazard_ params_ summary survival_function_"),
    fresh=words("""
        compute_followup_hazard_ratios compute_residuals conditional_after cumulative_density_at_times
        cumulative_hazard_at_times density_at_times divide hazard_at_times log_likelihood_ratio_test
        percentile plot plot_covariate_groups plot_cumulative_density plot_cumulative_hazard
        plot_hazard plot_partial_effects_on_outcome plot_survival_function predict
        predict_cumulative_hazard predict_expectation predict_hazard predict_log_partial_hazard
        predict_median predict_partial_hazard predict_percentile predict_survival_function
        print_summary score subtract survival_function_at_times
        """),
    functions=words("""
        add_at_risk_counts concordance_index datetimes_to_durations k_fold_cross_validation
        logrank_test median_survival_times multivariate_logrank_test pairwise_logrank_test
        proportional_hazard_test qth_survival_times restricted_mean_survival_time
        survival_table_from_events to_episodic_format to_long_format
        """),
)
