"""A parameter: a constant of the notebook that a run may replace."""

from __future__ import annotations

from dataclasses import dataclass

from converter.model.diagnostic import Span


@dataclass(frozen=True)
class Parameter:
    """One typed setting.

    `name` is the notebook's name for it; `field` the attribute of the settings class (differs
    only where `name` would collide with pydantic's own names). `annotation` is Python type text
    (`float`, `list[str]`, `date | None`, `SecretStr`); `default` is source text, or None when a
    value must be given (`annotation` without value in the notebook). `imports` are the import
    lines that annotation and default need. `statement` is the order of the statement that
    assigned it; `value` is the default as a Python value (None also when there is none).
    `offered` is True when no `parameters` cell named it but it plainly is a setting.
    `reveal` is True for a secret that the notebook's code handles as bare text: the code gets
    `.get_secret_value()`, not the `SecretStr` itself.
    """

    name: str
    field: str
    annotation: str
    default: str | None
    span: Span
    statement: int
    value: object = None
    imports: tuple[str, ...] = ()
    comment: str = ""
    secret: bool = False
    offered: bool = False
    reveal: bool = False


@dataclass(frozen=True)
class ParameterSet:
    """The parameters of a notebook.

    `derived` are orders of statements of parameters cells that compute from parameters: they run
    after values are replaced. `taken` are orders of the statements that the parameters replace.
    """

    parameters: tuple[Parameter, ...] = ()
    derived: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()


class GivenText(str):
    """A value as somebody typed it on the command line: text that may spell any type."""
