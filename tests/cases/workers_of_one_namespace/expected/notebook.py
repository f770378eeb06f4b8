"""The notebook, top to bottom (cells 1-3 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cells 1-3).

    In one piece, on module globals: cell 2 calls globals().
    """
    global Parallel, delayed, grow, scale, scaled
    import sys

    try:
        from joblib.externals import cloudpickle
    except ImportError:  # newer versions of joblib have it beside them
        import cloudpickle
    # Workers import this module anew, where no run has bound anything: functions travel whole.
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    from joblib import Parallel, delayed

    scale = len("abc")

    def scaled(n):
        return n * scale

    def grow():
        globals()["scale"] += 1

    print(Parallel(n_jobs=2)(delayed(scaled)(n) for n in range(3)))
    grow()
    print(Parallel(n_jobs=2)(delayed(scaled)(n) for n in range(3)))
