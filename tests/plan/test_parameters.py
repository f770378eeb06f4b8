"""Which assignments of parameters cells become settings, and how."""

from __future__ import annotations

import pytest
from parameter_flows import flow_of

from converter.model.parameter import Parameter
from converter.plan.parameters import parameters_of

pytestmark = pytest.mark.fast

IMPORTS = """\
import datetime as dt
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, List, Literal, Optional, Union
from pydantic import SecretStr
import numpy as np
"""


def only(text: str) -> Parameter:
    found, _ = parameters_of(flow_of(IMPORTS, text, tagged=(2,)))
    assert len(found.parameters) == 1
    return found.parameters[0]


def names(*cells: str, tagged: tuple[int, ...] = (1,)) -> list[str]:
    return [one.name for one in parameters_of(flow_of(*cells, tagged=tagged))[0].parameters]


def codes(*cells: str, tagged: tuple[int, ...] = (1,)) -> list[str]:
    return [remark.code for remark in parameters_of(flow_of(*cells, tagged=tagged))[1]]


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "print(1)",
        "NOW = datetime.now()",
        "HOME = Path.home()",
        "HERE = Path()",
        "A, B = 1, 2",
        "A = B = 1",
        "xs = [load()]",
        "HUGE = 9**9**9",
        "x: int = load()",
        "d = {**other}",
        "__version__ = 1\n__version__ = 2",
        "BLOB = 1j",
        "DATA = os.path.join('a', 'b')",
    ],
)
def test_what_only_a_run_can_tell_is_not_a_parameter(text: str) -> None:
    assert names(IMPORTS, text, tagged=(2,)) == []


@pytest.mark.parametrize(
    ("text", "annotation", "default"),
    [
        ("X = 3", "int", "3"),
        ("X = -5", "int", "-5"),
        ("X = 0.5", "float", "0.5"),
        ("X = 1e3", "float", "1e3"),
        ("X = 60 * 60", "int", "60 * 60"),
        ("X = 10**6", "int", "10**6"),
        ("X = 1_000_000", "int", "1_000_000"),
        ("X = True", "bool", "True"),
        ("X = 'é'", "str", "'é'"),
        ("é = 'é' ; Y = print()", "str", "'é'"),
        ("X = ['a', 'b']", "list[str]", "['a', 'b']"),
        ("X = [1, 2.5]", "list[int | float]", "[1, 2.5]"),
        ("X = [1, 'a']", "list[Any]", "[1, 'a']"),
        ("X = [1, None]", "list[int | None]", "[1, None]"),
        ("X = []", "list[Any]", "[]"),
        ("X = (1, 2)", "tuple[int, ...]", "(1, 2)"),
        ("X = {1, 2}", "set[int]", "{1, 2}"),
        ("X = {'a': 1}", "dict[str, int]", "{'a': 1}"),
        ("X = {'a': {'b': 1}}", "dict[str, dict[str, int]]", "{'a': {'b': 1}}"),
        ("X = dict(a=1)", "dict[str, int]", "dict(a=1)"),
        ("X = None", "Any | None", "None"),
        ("X = float('inf')", "float", "float('inf')"),
        ("X = date(2024, 1, 2)", "date", "date(2024, 1, 2)"),
        ("X = dt.date(2024, 1, 2)", "date", "date(2024, 1, 2)"),
        ("X = dt.datetime(2024, 1, 2)", "datetime", "datetime(2024, 1, 2)"),
        ("X = dt.datetime.fromisoformat('2024-01-02')", "datetime",
         "datetime.fromisoformat('2024-01-02')"),
        ("X = timedelta(days=7)", "timedelta", "timedelta(days=7)"),
        ("X = Path('data') / 'x.csv'", "Path", "Path('data') / 'x.csv'"),
        ("X = Decimal('1.10')", "Decimal", "Decimal('1.10')"),
        ("X = [date(2024, 1, 2)]", "list[date]", "[date(2024, 1, 2)]"),
        ("X: int = 7", "int", "7"),
        ("X: int", "int", None),
        ("X: float = 1", "float", "1"),
        ("X: int = None", "int | None", "None"),
        ("X: Optional[int] = 3", "int | None", "3"),
        ("X: Union[int, str] = 3", "int | str", "3"),
        ("X: 'int | None' = None", "int | None", "None"),
        ("X: List[str] = []", "list[str]", "[]"),
        ("X: list = [1]", "list[Any]", "[1]"),
        ("X: Final = 3", "int", "3"),
        ("X: Annotated[int, 'rows'] = 3", "int", "3"),
        ("X: Literal['a', 'b'] = 'a'", "Literal['a', 'b']", "'a'"),
        ("X: tuple[int, str] = (1, 'a')", "tuple[int, str]", "(1, 'a')"),
        ("X: np.ndarray = [1]", "list[int]", "[1]"),
        ("X: str = 5", "int", "5"),
    ],
)  # fmt: skip
def test_types_and_defaults(text: str, annotation: str, default: str | None) -> None:
    found = only(text)
    assert (found.annotation, found.default) == (annotation, default)


def test_the_value_is_known() -> None:
    assert only("X = 60 * 60").value == 3600


@pytest.mark.parametrize(
    ("text", "imports"),
    [
        ("X = 'Path'", ()),
        ("X = Path('a')", ("from pathlib import Path",)),
        ("X: Optional[date] = None", ("from datetime import date",)),
        ("X = [timedelta(1), 2]",
         ("from datetime import timedelta", "from typing import Any")),
    ],
)  # fmt: skip
def test_imports_that_the_settings_module_needs(text: str, imports: tuple[str, ...]) -> None:
    assert only(text).imports == imports


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("X = 1", ""),
        ("X = '# no'", ""),
        ("#| tags: parameters\nX = 1", ""),
        ("# ------\nX = 1", ""),
        ("X = 1  # noqa: E501", ""),
        ("X = 1  # rows to read", "rows to read"),
        ("# rows\n# to read\nX = 1", "rows to read"),
        ("X = 1  # type: int", ""),
        ("X = 1  # type: int rows to read", "rows to read"),
        ("X = 1  # type: int  # rows to read", "rows to read"),
        ("X = 'a'  # type: one of a, b", ""),
        ("# how many\nX = [\n  1,  # one\n]", "how many"),
        ("X = [\n  1,  # one\n]  # all", "all"),
    ],
)
def test_comments(text: str, comment: str) -> None:
    assert only(text).comment == comment


@pytest.mark.parametrize(
    ("text", "annotation", "remarks"),
    [
        ("X = None  # type: str", "str | None", []),
        ("X = 1  # type: float  how much", "float", []),
        ("X = {}  # type: dict[str, int]", "dict[str, int]", []),
        ("from typing import Optional\nX = None  # type: Optional[int] at most", "int | None", []),
        ("X = None  # type: int | None", "int | None", []),
        ("X = 1  # type: ignore", "int", []),
        ("X = 'a'  # type: one of a, b", "str", []),
        ("X = 'a'  # type: int", "str", ["NB303"]),
        ("X: int = 1  # type: float", "int", []),
        ("X = None  # the type: str", "Any | None", ["NB306"]),
    ],
)
def test_type_comments_are_annotations(text: str, annotation: str, remarks: list[str]) -> None:
    assert only(text).annotation == annotation
    assert codes(text) == remarks


def test_several_cells_merge() -> None:
    assert names("A = 1", "b = 2", "C = 3", tagged=(1, 3)) == ["A", "C"]


def test_a_name_assigned_twice_is_not_a_parameter() -> None:
    assert names("A = 1\nA = 2\nB = 3") == ["B"]
    assert codes("A = 1\nA = 2\nB = 3") == ["NB302"]


@pytest.mark.parametrize("later", ["A = 2", "A += 1", "for A in range(3): pass", "del A"])
def test_what_later_cells_bind_again_starts_as_a_parameter(later: str) -> None:
    assert names("A = 1\nB = 2", later) == ["A", "B"]
    assert codes("A = 1\nB = 2", later) == []


def test_a_name_bound_before_its_parameters_cell_is_not_a_parameter() -> None:
    assert names("A = 0", "A = 1\nB = 2", tagged=(2,)) == ["B"]


def test_statements_that_compute_from_parameters_are_derived() -> None:
    text = "N = 2\nM = N * 2\nK = M + 1\nimport os\nL = os.cpu_count()\nprint(N)\nXS = []\nXS.append(N)"
    found, _ = parameters_of(flow_of(text))
    assert [one.name for one in found.parameters] == ["N", "XS"]
    assert found.taken == {0, 6}
    assert found.derived == {1, 2, 7}


def test_an_enum_member_stays_code_with_a_note() -> None:
    cells = (
        "from enum import Enum\nclass Mode(Enum):\n    A = 1",
        "MODE = Mode.A\nM: Mode = Mode.A",
    )
    assert names(*cells, tagged=(2,)) == []
    assert codes(*cells, tagged=(2,)) == ["NB304", "NB304"]


def test_the_rest_of_a_secret_goes_nowhere() -> None:
    found, remarks = parameters_of(flow_of("API_KEY = 'hunter2'  # from vault"))
    assert "hunter2" not in repr(found) + repr(remarks)
    assert found.parameters[0].comment == "from vault"
    assert [remark.code for remark in remarks] == ["NB301"]


@pytest.mark.parametrize(
    ("text", "annotation", "default", "reveal"),
    [
        ("API_KEY = 'x'", "SecretStr", None, True),
        ("API_KEY: str", "SecretStr", None, True),
        ("API_KEY = ''", "SecretStr", 'SecretStr("")', True),
        ("API_KEY = None", "SecretStr | None", "None", True),
        ("API_KEY: str | None = None", "SecretStr | None", "None", True),
        ("KEY: SecretStr", "SecretStr", None, False),
        ("KEY: SecretStr = SecretStr('x')", "SecretStr", None, False),
        ("KEY = SecretStr('x')", "SecretStr", None, False),
        ("KEY: SecretStr = 'x'", "SecretStr", None, True),
        ("DB = 'postgresql://u:pw@host/db'", "SecretStr", None, True),
    ],
)
def test_secrets(text: str, annotation: str, default: str | None, reveal: bool) -> None:
    found = only(text)
    assert found.secret
    assert (found.annotation, found.default, found.reveal) == (annotation, default, reveal)
    assert found.value is None


@pytest.mark.parametrize(
    "text",
    [
        "tokenizer = 'bert'",
        "max_tokens = 100",
        "n_tokens = 3",
        "token_count = 3",
        "monkey = 'x'",
        "PAD_TOKEN = '<pad>'",
        "password_column = 'pw'",
        "TOKEN_URL = 'https://example.org/token'",
        "PASSWORD_LENGTH = 8",
        "url = 'https://example.org/a@b'",
        "key = 'a'",
        "tokens = ['a']",
    ],
)
def test_not_secrets(text: str) -> None:
    found = only(text)
    assert not found.secret
    assert found.default is not None


def test_a_secret_inside_a_dict_is_not_copied() -> None:
    found, remarks = parameters_of(flow_of("DB = {'user': 'me', 'password': 'hunter2'}"))
    assert "hunter2" not in repr(found)
    assert found.parameters[0].default is None
    assert [remark.code for remark in remarks] == ["NB301"]


def test_a_secret_that_stays_in_the_code_is_warned_of() -> None:
    assert codes("A = 1", "password = 'x'") == ["NB305"]


@pytest.mark.parametrize(
    ("looked_up", "found"),
    [
        ("os.getenv('TOKEN', 'sk-abc')", ["NB305"]),
        ("os.environ.get('TOKEN', 'sk-abc')", ["NB305"]),
        ("os.getenv('TOKEN', '')", []),
        ("os.getenv('TOKEN')", []),
        ("row.get('TOKEN', 'none')", []),
    ],
)
def test_a_secret_as_a_fallback_is_warned_of(looked_up: str, found: list[str]) -> None:
    assert codes("A = 1", f"api_token = {looked_up}") == found


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("n = 1\nm = 2", ["n", "m"]),
        ("model_name = 'a'", ["model_name"]),
        ("schema = 1", ["schema_"]),
        ("copy = 1\njson = 2", ["copy_", "json_"]),
        ("_seed = 1", ["seed_"]),
        ("seed_ = 1\n_seed = 2", ["seed_", "seed__"]),
        ("n = 1\nN = 2", ["n", "N_"]),
        ("date = 1", ["date_"]),
        ("_ = 1", []),
    ],
)
def test_fields(text: str, fields: list[str]) -> None:
    found, _ = parameters_of(flow_of(text))
    assert [one.field for one in found.parameters] == fields


def test_reserved_fields_are_those_of_the_library() -> None:
    from pydantic_settings import BaseSettings

    from converter.plan.fields import RESERVED

    public = {name for name in dir(BaseSettings) if not name.startswith("_")}
    assert public <= RESERVED
