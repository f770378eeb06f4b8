"""numpy: nearly every function gives a new array; the exceptions are named."""

from __future__ import annotations

from converter.analyse.library import Library, words

NUMPY = Library(
    roots=("numpy", "scipy"),
    source="NumPy 2.3 reference: Array objects, Routines; SciPy 1.16 API reference",
    changing=words("""
        byteswap fill itemset partition put resize setfield setflags sort sum_duplicates
        sort_indices eliminate_zeros prune setdiag
        """),
    changing_arguments={
        "copyto": (0,),
        "fill_diagonal": (0,),
        "place": (0,),
        "put": (0,),
        "put_along_axis": (0,),
        "putmask": (0,),
        "shuffle": (0,),
        "at": (0,),
    },
    views=words("""
        asarray asanyarray asfarray ascontiguousarray atleast_1d atleast_2d atleast_3d
        broadcast_arrays broadcast_to diagonal expand_dims fliplr flipud flip hsplit imag moveaxis
        rot90 ravel real reshape rollaxis split squeeze swapaxes T transpose view vsplit base flat
        array_split toarray todense tocsr tocsc tocoo require A
        """),
    fresh=words("""
        all any argmax argmin argpartition argsort astype choose clip compress conj copy cumprod
        cumsum dot dumps flatten item max mean min nonzero prod ptp repeat round searchsorted
        std sum take tobytes tolist tostring trace var rvs pdf cdf ppf sf logpdf pmf multiply getrow
        getcol getnnz count_nonzero
        """),
    drawing=words("""
        beta binomial bytes chisquare choice dirichlet exponential gamma geometric gumbel
        hypergeometric integers laplace logistic lognormal logseries multinomial multivariate_normal
        negative_binomial normal pareto permutation permuted poisson rand randint randn random
        random_integers random_sample rayleigh standard_cauchy standard_exponential standard_gamma
        standard_normal standard_t triangular uniform vonmises wald weibull zipf
        """),
    pure_modules=(
        "numpy",
        "numpy.linalg",
        "numpy.fft",
        "numpy.random",
        "scipy",
        "scipy.stats",
        "scipy.special",
        "scipy.linalg",
        "scipy.signal",
        "scipy.interpolate",
        "scipy.integrate",
        "scipy.spatial.distance",
    ),
)
