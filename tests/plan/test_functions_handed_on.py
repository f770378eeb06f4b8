"""Functions of a notebook that are handed on to a call, and that serving calls as well."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.settings import Settings

pytestmark = pytest.mark.fast

BEGUN = (
    "import pandas as pd\nfrom tqdm import tqdm\nfrom sklearn.linear_model import Ridge\ntqdm.pandas()\n"
    "df = pd.read_csv('x.csv')\nSTOP = set(df['word'])\ndef clean(text):\n    return ' '.join(w for w in text.split() if w not in STOP)\n"
)
REST = (
    "model = Ridge().fit(df[['n']], df['y'])\n"
    "def predict(text):\n    return model.predict([[len(clean(text))]])[0]\npredict('a')"
)


def test_a_function_that_a_progress_bar_gets_is_passed_with_its_values() -> None:
    code = f"{BEGUN}df['n'] = df['text'].progress_apply(clean).str.len()\n{REST}"
    plan = plan_for(code, settings=Settings(offer=False, target="service"))
    assert plan.split is not None
    assert plan.split.artifacts == ("STOP", "model")
    texts = {each.order: each.text for each in plan.dataflow.statements}
    assert "tqdm.pandas()" in {texts[order] for order in plan.split.train}


def test_a_function_that_stays_in_its_stage_is_no_artifact() -> None:
    parallel = REST.replace("Ridge()", "GridSearchCV(Ridge(), {'alpha': [1, 2]}, n_jobs=1)")
    begun = f"from sklearn.model_selection import GridSearchCV\n{BEGUN}"
    code = f"{begun}df['n'] = df['text'].mapped_by_somebody(clean).str.len()\n{parallel}"
    plan = plan_for(code, settings=Settings(offer=False, target="service"))
    (error,) = [each for each in plan.diagnostics if each.severity == "error"]
    assert error.code == "NB810"
    assert error.message.startswith("'clean', which serving calls, cannot be stored in a file")
    assert "`lambda each: clean(each)`" in error.hint


@pytest.mark.parametrize(
    ("call", "apart"), [("df['text'].apply(short)", False), ("Kept(short)", True)]
)
def test_what_is_only_called_lives_with_its_stage_and_what_may_be_kept_apart(
    call: str, apart: bool
) -> None:
    code = (
        "import pandas as pd\nfrom kept import Kept\nfrom sklearn.linear_model import Ridge\n"
        "df = pd.read_csv('x.csv')\ndef short(text):\n    return len(text)\n"
        f"df['n'] = {call}\nmodel = Ridge().fit(df[['n']], df['y'])\n"
        "def predict(n):\n    return model.predict([[n]])[0]\npredict(3)"
    )
    plan = plan_for(code, settings=Settings(offer=False, target="service"))
    module = next(each.module for each in plan.definitions if each.name == "short")
    assert (module == "predict") is apart


@pytest.mark.parametrize(
    ("call", "over"),
    [
        ("with ThreadPoolExecutor(2) as pool:\n    out = [pool.submit(work, n) for n in xs]", True),
        ("if __name__ == '__main__':\n    with Pool(2) as p:\n        out = p.map(work, xs)", True),
        ("out = Parallel(n_jobs=1)(delayed(work)(n) for n in xs)", True),
        ("out = Parallel(return_as='generator')(delayed(work)(n) for n in xs)", False),
        ("pool = ThreadPoolExecutor(2)\nout = [pool.submit(work, n) for n in xs]", False),
    ],
)
def test_a_value_bound_again_is_passed_where_the_calls_are_over_by_then(
    call: str, over: bool
) -> None:
    code = (
        "from concurrent.futures import ThreadPoolExecutor\nfrom multiprocessing import Pool\n"
        "from joblib import Parallel, delayed\nimport sys\nxs = sys.argv\nscale = len(xs)\n"
        f"def work(n):\n    return n * scale\n{call}\nscale = 2 * scale\nprint(out)"
    )
    plan = plan_for(code, settings=Settings(offer=False))
    lifted = {each.name: each.lifted for each in plan.definitions}
    assert (lifted.get("work") == (("scale", "scale"),)) is over


@pytest.mark.parametrize(
    ("made", "literal"),
    [
        ("from multiprocessing import Pool", "cell 1 defines 'work', which other processes"),
        ("import multiprocessing as mp\nPool = mp.Pool", "cell 1 defines 'work', which other"),
        ("from multiprocessing.pool import ThreadPool as Pool", ""),
        ("from multiprocessing.dummy import Pool", ""),
    ],
)
def test_what_a_pool_of_processes_looks_up_by_its_name_is_no_closure(
    made: str, literal: str
) -> None:
    code = (
        f"{made}\nimport sys\npower = len(sys.argv)\ndef work(n, power=power):\n    return n ** power\n"
        "with Pool(1) as pool:\n    print(pool.map(work, [1, 2]))"
    )
    assert plan_for(code).literal.startswith(literal)
    assert bool(plan_for(code).literal) is bool(literal)
