"""Which resources besides names a statement touches, by literal tables."""

from __future__ import annotations

import ast

from converter.analyse.seeds import is_seeded
from converter.analyse.shell_effects import shell_effect
from converter.model.dataflow import ENVIRON, FIGURE, FILES, NETWORK, OPTIONS, RNG, STDOUT
from converter.syntax.dotted import dotted_name, last_name, root_name

# The last part of a called name -> the resource.
CALLS = {
    "print": STDOUT,
    "pprint": STDOUT,
    "info": STDOUT,
    "display": STDOUT,
    "open": FILES,
    "read_text": FILES,
    "write_text": FILES,
    "read_csv": FILES,
    "read_excel": FILES,
    "read_json": FILES,
    "read_parquet": FILES,
    "read_sql": FILES,
    "read_feather": FILES,
    "read_fwf": FILES,
    "read_hdf": FILES,
    "read_pickle": FILES,
    "read_table": FILES,
    "read_bytes": FILES,
    "write_bytes": FILES,
    "genfromtxt": FILES,
    "loadmat": FILES,
    "loadtxt": FILES,
    "fromfile": FILES,
    "imread": FILES,
    "imsave": FILES,
    "imwrite": FILES,
    "open_dataset": FILES,
    "savemat": FILES,
    "savetxt": FILES,
    "savez": FILES,
    "savez_compressed": FILES,
    "to_feather": FILES,
    "to_hdf": FILES,
    "to_netcdf": FILES,
    "tofile": FILES,
    "writelines": FILES,
    "to_csv": FILES,
    "to_excel": FILES,
    "to_json": FILES,
    "to_parquet": FILES,
    "to_pickle": FILES,
    "to_sql": FILES,
    "savefig": FILES,
    "dump": FILES,
    "load": FILES,
    "save": FILES,
    "save_model": FILES,
    "load_model": FILES,
    "mkdir": FILES,
    "makedirs": FILES,
    "sample": RNG,
    "seed": RNG,
    "shuffle": RNG,
    "manual_seed": RNG,
    "chdir": ENVIRON,
    "urlopen": NETWORK,
    "urlretrieve": NETWORK,
    "filterwarnings": OPTIONS,
    "simplefilter": OPTIONS,
    "set_option": OPTIONS,
    "set_printoptions": OPTIONS,
    "set_theme": OPTIONS,
    "set_style": OPTIONS,
}

# A dotted prefix -> the resource.
PREFIXES = (
    ("np.random", RNG),
    ("numpy.random", RNG),
    ("random.", RNG),
    ("torch.", RNG),
    ("tf.random", RNG),
    ("plt.style", OPTIONS),
    ("plt.rcParams", OPTIONS),
    ("mpl.rc", OPTIONS),
    ("matplotlib.rc", OPTIONS),
    ("matplotlib.use", ENVIRON),
    ("mpl.use", ENVIRON),
    ("plt.switch_backend", ENVIRON),
    ("plt.", FIGURE),
    ("sns.set", OPTIONS),
    ("sns.", FIGURE),
    ("pylab.", FIGURE),
    ("sys.path", ENVIRON),
    ("sys.stdout", STDOUT),
    ("os.environ", ENVIRON),
    ("environ", ENVIRON),
    ("os.putenv", ENVIRON),
    ("os.system", ENVIRON),
    ("requests.", NETWORK),
    ("urllib.", NETWORK),
    ("warnings.", OPTIONS),
    ("pd.options", OPTIONS),
    ("shutil.", FILES),
)

# What has such a prefix and uses nothing.
STILL = frozenset(f"torch.{name}" for name in """
    Tensor FloatTensor LongTensor arange argmax as_tensor bool cat cuda cuda.is_available device
    enable_grad exp eye float32 float64 from_numpy inference_mode int64 linspace log long max mean
    min no_grad ones ones_like sigmoid softmax sqrt stack sum tanh tensor where zeros zeros_like
    """.split())

# Classes and functions that draw from the global random state unless they are given a seed.
# Source: scikit-learn 1.7 API reference, parameter `random_state` with default None; imbalanced-learn.
UNSEEDED = frozenset("""
    train_test_split resample shuffle permutation_importance learning_curve make_blobs make_circles
    make_classification make_friedman1 make_gaussian_quantiles make_moons make_regression
    make_s_curve make_swiss_roll AdaBoostClassifier AdaBoostRegressor BaggingClassifier
    BaggingRegressor BayesianGaussianMixture BernoulliRBM Birch DecisionTreeClassifier
    DecisionTreeRegressor DictionaryLearning ExtraTreeClassifier ExtraTreesClassifier
    ExtraTreesRegressor FactorAnalysis FastICA GaussianMixture GaussianProcessClassifier
    GaussianProcessRegressor GradientBoostingClassifier GradientBoostingRegressor GroupShuffleSplit
    HistGradientBoostingClassifier HistGradientBoostingRegressor IsolationForest
    IterativeImputer KMeans LatentDirichletAllocation LinearSVC LinearSVR MLPClassifier MLPRegressor
    MiniBatchKMeans NMF NuSVC PCA PassiveAggressiveClassifier Perceptron QuantileTransformer
    RANSACRegressor RandomForestClassifier RandomForestRegressor RandomTreesEmbedding
    RandomUnderSampler RandomOverSampler RandomizedSearchCV RepeatedKFold RepeatedStratifiedKFold
    SGDClassifier SGDRegressor SMOTE SVC ShuffleSplit SpectralClustering SplineTransformer
    StratifiedShuffleSplit TSNE TheilSenRegressor TruncatedSVD UMAP ADASYN BorderlineSMOTE
    """.split())

# Calls that only read files: what they use no other statement sees changed.
READING = frozenset("""
    exists fromfile genfromtxt glob imread isdir isfile iterdir listdir load loadmat loads load_dataset
    load_model loadtxt
    open_dataset read read_bytes read_csv read_excel read_feather read_file read_fwf read_hdf
    read_html read_json read_ndjson read_orc read_parquet read_pickle read_sas read_spss read_sql
    read_sql_query read_sql_table read_stata read_table read_text read_xml readlines rglob scan_csv
    scan_parquet stat
    """.split())

# Attribute names that draw, on whatever object.
DRAWING = frozenset(
    "plot hist boxplot scatter imshow bar barh pie contour contourf fill_between heatmap plot_date "
    "matshow subplots figure errorbar pcolormesh plot_acf plot_pacf plot_predict".split()
)
# Whatever library it is of: a call whose name has one of these may draw.
DRAWS = ("plot", "draw", "visuali")


def effects_called_of(node: ast.stmt) -> frozenset[str]:
    """The resources that calling the function `node` defines touches; none for other statements."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    return frozenset().union(*(_of_outer_code(part) for part in node.body))


def _of_outer_code(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return frozenset()
    blocks = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)]
    if not blocks:
        return effects_of(node)
    inner = [_of_outer_code(part) for part in blocks]
    outer = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    return _touched(list(outer)).union(*inner)


def effects_of(
    node: ast.stmt,
    *,
    plotting: frozenset[str] = frozenset(),
    apart: frozenset[str] = frozenset(),
    looked: frozenset[int] = frozenset(),
) -> frozenset[str]:
    """The resources that running `node` may touch, bodies of functions defined in it included.

    `plotting` are names bound to drawing modules or to functions that draw, `apart` those of what draws
    without pyplot. `looked` are nodes by which variables of the environment are only looked up.
    """
    found: set[str] = set()
    setting = _settings_in(node)
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute | ast.Name):
            dotted = dotted_name(part)
            if dotted not in STILL:
                of = {of for prefix, of in PREFIXES if _begins(dotted, prefix)}
                of -= {ENVIRON} if id(part) in looked else set()
                found |= of - {FIGURE} if id(part) in setting else of
            if isinstance(part, ast.Name) and part.id in plotting and id(part) not in setting:
                found.add(FIGURE)
        if isinstance(part, ast.Call):
            name = last_name(part.func)
            if dotted_name(part.func).startswith("subprocess.") and (does := shell_effect(part)):
                found.add(does)
            if name in CALLS:
                found.add(CALLS[name])
            if name in UNSEEDED and not is_seeded(part):
                found.add(RNG)
            if root_name(part.func) in apart:
                continue
            if name in DRAWING or _draws_by_name(name):
                found.add(FIGURE)
            if isinstance(part.func, ast.Attribute) and "plot" in ast.unparse(part.func).lower():
                found.add(FIGURE)
    return frozenset(found)


def _draws_by_name(name: str) -> bool:
    """True for `draw_map`, `plotly_bar`; money is withdrawn, and losses are drawdowns."""
    lower = name.lower().replace("drawdown", "").replace("withdraw", "")
    return any(word in lower for word in DRAWS)


# What drawing modules have that only sets how figures look.
SETTINGS = frozenset(
    "rc rcParams rcdefaults set set_context set_palette set_style set_theme style".split()
)


def _settings_in(node: ast.stmt) -> frozenset[int]:
    """Nodes of names like `plt.rcParams` and `sns.set_theme`: they draw nothing, and nor does `plt` there."""
    found: set[int] = set()
    for part in ast.walk(node):
        inner = part
        while isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Attribute):
            inner = inner.value
        if isinstance(inner, ast.Attribute) and inner.attr in SETTINGS:
            if isinstance(inner.value, ast.Name):
                found |= {id(part), id(inner), id(inner.value)}
    return frozenset(found)


def only_reads_files(node: ast.stmt) -> bool:
    """True when every call in `node` that uses files reads them."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call):
            name = last_name(part.func)
            if name == "open":
                mode = part.args[1] if len(part.args) > 1 else None
                mode = next((word.value for word in part.keywords if word.arg == "mode"), mode)
                text = getattr(mode, "value", "?") if mode is not None else "r"
                if not isinstance(text, str) or set(text) & set("wax+?"):
                    return False
            elif CALLS.get(name) == FILES and name not in READING:
                return False
            elif dotted_name(part.func).startswith(("shutil.", "subprocess.")):
                return False
    return True


def effects_now_of(node: ast.stmt) -> frozenset[str]:
    """The resources that defining a function or class touches; its methods run later."""
    found = _touched(list(getattr(node, "decorator_list", [])))
    match node:
        case ast.FunctionDef(args=arguments) | ast.AsyncFunctionDef(args=arguments):
            return found | _given([*arguments.defaults, *arguments.kw_defaults])
        case ast.ClassDef(bases=bases, keywords=keywords, body=body):
            found |= _given([*bases, *keywords])
            return found.union(*(_of_class_statement(part) for part in body))
    return found


def _given(parts: list[ast.AST | None]) -> frozenset[str]:
    """What defaults and base classes touch: a name alone, `torch.nn.Sequential`, draws nothing."""
    each = (_touched([part]) - ({RNG} if dotted_name(part) else set()) for part in parts if part)
    return frozenset().union(*each)


def _of_class_statement(node: ast.stmt) -> frozenset[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return effects_now_of(node)
    return effects_of(node)


def _touched(parts: list[ast.AST]) -> frozenset[str]:
    expressions = [part for part in parts if isinstance(part, ast.expr)]
    return frozenset().union(*(effects_of(ast.Expr(part)) for part in expressions))


def _begins(dotted: str, prefix: str) -> bool:
    return (
        dotted == prefix.rstrip(".")
        if not prefix.endswith(".") and "." not in prefix
        else (dotted.startswith(prefix))
    )
