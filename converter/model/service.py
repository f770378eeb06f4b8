"""What a service answers, with what: all that the service templates need to be told.

The templates under `templates/service/` render these values into `schemas.py` and `endpoints.py`;
the runtime around them is the same in every project. ARCHITECTURE.md has the contract in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Argument = Literal[
    "frame", "records", "matrix", "column", "series", "keywords", "record", "vector", "row"
]
Answer = Literal["rows", "columns", "parts", "one"]
Format = Literal["joblib", "json", "parquet", "npy", "xgboost", "lightgbm", "keras"]


@dataclass(frozen=True)
class Field:
    """One field of a record or of an answer.

    `name` is its key in JSON and the column's name; `attribute` its name in the record class
    (another one only where `name` is no identifier or is one of pydantic's own). `annotation` is
    the type without `None`: `int`, `float`, `bool`, `str`, `date`, `datetime`, `list[float]` or
    `Literal["a", "b"]` where the code depends on the categories. `dtype` is what a column of it
    has in the notebook (`float64`, `int64`, `object`, `category`, `datetime64[ns]`, `bool`); empty
    where values stay Python's own: there, what is missing is NaN to the function where `nan` says
    so, as it was in the notebook. `low` and `high` are the range seen: documentation, and what
    the out-of-range counter goes by where the training profile does not have the field. `texts` are
    all that were seen, where they are a few kinds: documentation, too.
    `example` is a value of a real row.
    """

    name: str
    attribute: str
    annotation: str
    dtype: str = ""
    nullable: bool = False
    nan: bool = False
    required: bool = True
    low: float | None = None
    high: float | None = None
    texts: tuple[str, ...] = ()
    description: str = ""
    example: Any = None

    @property
    def has_zone(self) -> bool:
        """True for times of a column that has a time zone."""
        return "," in self.dtype

    @property
    def seen(self) -> str:
        """The range or the texts, in words; empty where neither is known."""
        if self.texts:
            return ", ".join(self.texts)
        if self.low is None or self.high is None:
            return ""
        return f"{self.low} to {self.high}" if self.high != self.low else f"{self.low}"


@dataclass(frozen=True)
class Recorded:
    """Rows that the notebook's function was called with, and its answer for each, as JSON values."""

    rows: tuple[Mapping[str, Any], ...]
    answers: tuple[Any, ...]


@dataclass(frozen=True)
class Endpoint:
    """A function of the notebook that is served at `/NAME` and `/NAME/batch`.

    `function` is importable from `module` and takes the rows as its first argument, in the form
    `argument`: a DataFrame with the fields' dtypes in order, a list of dicts, a 2-D array, the
    list of one field's values, a Series of one field, or, one row a call: its fields as keywords, a
    dict, the list (with a dtype, the array) of their values, a Series with their names.
    `lifted` are its keyword-only parameters: (parameter, name of the artifact or parameter).
    `answer` says what it returns: an item for each row (list, array, Series, DataFrame), columns
    (a dict of lists), parts (a tuple of them), or the answer for the one row it was given. Fields that may be absent and are
    never null are left out of the call: the function has defaults for them.

    `record` and `response` name the classes of a request's row and of a row's answer;
    `answer_fields` are those of an answer that is a dict, otherwise `answer_annotation` is its
    type; `nothing` is True where it may be None instead. `watched` is the key of the answer whose values are counted (empty: the answer itself).
    `row_independent` is True only where the answer for rows together is proved to be the answers
    one by one: then requests are answered in batches. `labelled` is True where answers of single
    calls are frames, or Series whose labels say something: JSON gets rows, or a mapping. `none` are
    the fields whose null is None to the function, where it could tell it from NaN. `gathers`: the function
    takes what it is given as keywords in one `**features`. `tensors`: the array is one of torch's.
    """

    name: str
    function: str
    module: str
    summary: str
    record: str
    fields: tuple[Field, ...]
    argument: Argument
    lifted: tuple[tuple[str, str], ...] = ()
    answer: Answer = "rows"
    response: str = "Answer"
    answer_fields: tuple[Field, ...] = ()
    answer_annotation: str = "Any"
    nothing: bool = False
    watched: str = ""
    row_independent: bool = False
    labelled: bool = False
    none: tuple[str, ...] = ()
    gathers: bool = False
    tensors: bool = False
    recorded: tuple[Recorded, ...] = ()


@dataclass(frozen=True)
class Artifact:
    """A value that training makes and serving reads: a field of the pipeline's `Results`.

    `annotation` is its type, which `imports` (whole lines) make known; `format` how it is stored
    (a module of torch, which its type does not tell, is known when it is stored).
    """

    name: str
    format: Format = "joblib"
    annotation: str = "Any"
    imports: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """The split of a notebook: what is served, with which artifacts and parameters.

    `frozen` are names of parameters that training read: stored with the artifacts, and they win.
    `settings` are those that only serving reads: they may be set where the service runs.
    `profile` is the field of `Results` that holds the rows training saw (a DataFrame with the
    record's columns); empty, the recorded rows stand in for it.
    `told` are names that a service binds in the module `shared` before it answers; what `cached`
    functions and methods of that module remember was answered with the values of another version.
    `compiled` is True when `train --compile` is wanted.
    `environment` are variables with the texts that the notebook gives them: libraries read them when
    they are imported, in a service too.
    `seed` is what random generators that the notebook does not seed began with when it was watched.
    """

    endpoints: tuple[Endpoint, ...]
    artifacts: tuple[Artifact, ...]
    frozen: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    profile: str = ""
    told: tuple[str, ...] = ()
    cached: tuple[str, ...] = ()
    compiled: bool = False
    environment: tuple[tuple[str, str], ...] = ()
    seed: int = 0
