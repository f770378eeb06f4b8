"""statsmodels (and linearmodels): a model keeps its data, its results keep the model."""

from __future__ import annotations

from converter.analyse.library import Library, words

STATSMODELS = Library(
    roots=("statsmodels", "linearmodels", "patsy", "formulaic", "arch"),
    source="statsmodels 0.14 API reference; patsy 1.0 reference",
    views=words(
        "fit fit_regularized fit_constrained model results data resid fittedvalues remove_data"
    ),
    fresh=words("""
        anova_lm bse conf_int cov_params eval_measures f_test forecast get_forecast
        get_influence get_margeff get_prediction get_robustcov_results hat_matrix_diag
        information_matrix loglike normalized_cov_params outlier_test params plot_diagnostics
        predict pvalues rsquared simulate summary summary2 summary_frame t_test
        t_test_pairwise test_causality test_normality test_serial_correlation tvalues wald_test
        """),
    functions=words("""
        acf acorr_ljungbox add_constant adfuller anova_lm coint dmatrices dmatrix durbin_watson
        het_breuschpagan het_white jarque_bera kpss lowess multipletests omni_normtest pacf
        pairwise_tukeyhsd proportion_confint qqplot seasonal_decompose variance_inflation_factor
        plot_acf plot_pacf influence_plot proportions_ztest ttest_ind summary_table
        """),
    holding=words("""
        gee glm gls glsar logit mixedlm mnlogit negativebinomial ols ordinal_gee phreg poisson
        probit quantreg rlm wls from_formula
        """),
    pure_modules=("statsmodels.stats", "statsmodels.graphics", "statsmodels.datasets"),
)
