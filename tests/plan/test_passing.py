"""Functions behind decorators that only pass on what they are given, and loggers: they can be served."""

from __future__ import annotations

import pytest
from notebooks import plan_for

from converter.model.plan import Plan
from converter.model.settings import Settings

pytestmark = pytest.mark.fast

LOAD = (
    "import functools\nimport logging\nimport re\nimport time\nimport pandas as pd\n"
    "from sklearn.linear_model import Ridge\nlog = logging.getLogger(__name__)\ndf = pd.read_csv('x.csv')"
)
FIT = "model = Ridge().fit(df[['a']], df['b'])\ncut = df['b'].quantile(0.9)"
PREDICT = "@timed\ndef predict(a):\n    return model.predict([[a]])[0] > cut\n\nprint(predict(3))"


def planned(decorator: str) -> Plan:
    return plan_for(LOAD, decorator, FIT, PREDICT, settings=Settings(offer=False, target="service"))


def wrapping(*lines: str, given: str = "*args, **kwargs", wraps: str = "@functools.wraps(f)") -> str:
    body = "\n        ".join(lines)
    return f"def timed(f):\n    {wraps}\n    def inner({given}):\n        {body}\n    return inner"


SERVED = {
    "the clock": wrapping("start = time.time()", "found = f(*args, **kwargs)", "log.info('%s %s', f.__name__, time.time() - start)", "return found"),
    "another try": wrapping("try:", "    return f(*args, **kwargs)", "except ValueError:", "    return f(*args, **kwargs)"),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVED)
def test_a_function_behind_it_is_given_what_it_reads(name: str) -> None:
    plan = planned(SERVED[name])
    assert plan.split is not None, plan.diagnostics
    assert plan.split.artifacts == ("cut", "model")
    lifted = {each.name: each.lifted for each in plan.definitions}
    assert lifted["predict"] == (("cut", "cut"), ("model", "model"))


NOT_SERVED = {
    "looks at what it is given": wrapping("print(args)", "return f(*args, **kwargs)"),
    "takes what it knows": wrapping("return f(a)", given="a"),
    "keeps answers": wrapping("return f(*args, **kwargs)", wraps="@functools.lru_cache(None)"),
    "gives more": wrapping("return f(*args, 1, **kwargs)"),
    "gives less": wrapping("return f(*args)"),
}


@pytest.mark.parametrize("name", NOT_SERVED)
def test_behind_others_it_is_not(name: str) -> None:
    plan = planned(NOT_SERVED[name])
    assert plan.split is None
    assert [each.code for each in plan.diagnostics if each.severity == "error"] == ["NB802"]


def test_patterns_and_loggers_are_of_the_module_where_functions_need_them() -> None:
    clean = "WORD = re.compile(r'[a-z]+')\n\ndef timed(f):\n    f.words = WORD\n    return f"
    plan = planned(clean)
    assert {"WORD", "timed"} <= {each.name for each in plan.definitions}


@pytest.mark.parametrize("decorator", ["torch.no_grad()", "torch.inference_mode()"])
def test_behind_what_torch_has_for_questions_it_is_served(decorator: str) -> None:
    plan = plan_for(
        f"import torch\n{LOAD}", FIT, PREDICT.replace("timed", decorator), settings=Settings(offer=False, target="service")
    )
    assert plan.split is not None and plan.split.artifacts == ("cut", "model")
