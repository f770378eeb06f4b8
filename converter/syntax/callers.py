"""Who is given a function and only calls it."""

from __future__ import annotations

# Calls that take any callable and never ask it for its name or signature.
TAKES_PARTIALS = frozenset("""
    Parallel Pool Thread agg aggregate apply apply_along_axis applymap assign basinhopping bisect
    brentq curve_fit dblquad delayed differential_evolution dual_annealing filter fixed_point fmin
    fmin_bfgs fsolve imap imap_unordered least_squares leastsq map map_async max min minimize
    minimize_scalar newton odeint parallel_apply parallel_applymap parallel_map pipe process_map
    progress_aggregate progress_apply progress_applymap progress_map progress_transform quad reduce
    root root_scalar solve_ivp sort sort_values sorted starmap submit thread_map transform
    """.split())
