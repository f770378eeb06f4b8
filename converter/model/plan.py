"""Every decision of a conversion, made before a line is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from converter.model.dataflow import Dataflow
from converter.model.diagnostic import Diagnostic, Span
from converter.model.parameter import Parameter
from converter.model.service import Service
from converter.model.settings import Settings
from converter.model.split import Candidate, Made, Split

Fate = Literal["kept", "moved", "lifted", "parameter", "import", "dropped", "skipped", "test"]


@dataclass(frozen=True)
class LedgerEntry:
    """What became of one statement: its place, its fate, where to (a module), and why."""

    statement: int
    span: Span
    fate: Fate
    where: str
    why: str


@dataclass(frozen=True)
class Definition:
    """A function or class of the notebook that becomes importable.

    `lifted` are the keyword-only parameters it gains: (runtime value, parameter name). `shares` is
    True when it reads or assigns values of the stages as globals of its module.
    """

    name: str
    statement: int
    module: str
    lifted: tuple[tuple[str, str], ...] = ()
    shares: bool = False


@dataclass(frozen=True)
class ImportLine:
    """An import that modules may repeat: `names` it binds, its `text`.

    `late` imports must not run before the notebook code above them did (it changed `sys.path`
    or the environment): they stand at the start of the functions that need them.
    `block` is True for a whole `try: import ... except ImportError: ...`, `nested` for a standard
    module that some block of the notebook imports.
    """

    names: tuple[str, ...]
    text: str
    statement: int
    late: bool = False
    block: bool = False
    nested: bool = False


@dataclass(frozen=True)
class Stage:
    """A function of the pipeline made from consecutive cells.

    `inputs` are values of earlier stages, `settings` parameters it reads, `outputs` what it
    returns, in this order. `statements` are orders of the statements in its body.
    `title` is the heading it came from, or a sentence about what it does.
    """

    name: str
    module: str
    title: str
    cells: tuple[int, ...]
    statements: tuple[int, ...]
    inputs: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    asynchronous: bool = False
    flushes: tuple[int, ...] = ()
    """Statements after which a cell that draws ends: the open figures are closed there."""


@dataclass(frozen=True)
class Result:
    """A product of the job: the notebook's name for it and the stage that makes it.

    `value` is its name in the code: another one where the notebook's shadows an import.
    """

    name: str
    stage: str
    value: str


@dataclass(frozen=True)
class SharedValues:
    """Values that some definitions read or assign as globals of `module`, where they live.

    Stages import that module as `name`. `kept` names are bound only there (`name.value`), the other
    `names` are the stages' own too: after a statement, `copies` says which it has to bind there
    again. `cells` are those that bind each.
    """

    module: str = ""
    name: str = ""
    names: tuple[str, ...] = ()
    kept: frozenset[str] = frozenset()
    copies: tuple[tuple[int, tuple[str, ...]], ...] = ()
    cells: tuple[tuple[str, tuple[int, ...]], ...] = ()

    def value(self, name: str) -> str:
        """How stages and the pipeline write the value `name`."""
        return f"{self.name}.{name}" if name in self.kept else name


@dataclass(frozen=True)
class ObservedValue:
    """A value where it enters a stage or leaves it (`moment`), as a run of the notebook had it.

    `annotation` is type text; `imports` are the lines that it needs, for type checkers only.
    `told` is its shape and columns in words, or empty.
    """

    stage: str
    name: str
    moment: Literal["in", "out"]
    annotation: str
    imports: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True)
class Plan:
    """The decisions: what `inspect` prints and the later rooms carry out.

    `name` is the project (distribution and command, `churn-model`), `package` the import name
    (`churn_model`). `requirements` are PEP 508 lines of what the code imports. `neighbours` are
    Python files beside the notebook that it imports, `data` the data files it names; both as
    /-separated paths relative to the notebook's folder, never with `..`.
    `literal` gives the reason why all code stays in one function that works on module globals, or
    is empty. `show_name`, `close_name`, `run_name`, `output_name` and `save_name` are what the modules call the
    project's own `show`, `close_figures`, `run_shell`, `shell_output` and `save_chart`. `figures` is True when cells may draw with
    pyplot; `shows` when emitted code calls the project's `display` module, `commands` when it runs shell
    commands, `charts` when it saves charts of plotly.
    """

    dataflow: Dataflow
    settings: Settings
    name: str
    package: str
    title: str
    prose: str
    parameters: tuple[Parameter, ...]
    stages: tuple[Stage, ...]
    definitions: tuple[Definition, ...]
    results: tuple[Result, ...]
    imports: tuple[ImportLine, ...]
    requirements: tuple[str, ...]
    ledger: tuple[LedgerEntry, ...]
    shared: SharedValues = SharedValues()
    neighbours: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    modules: tuple[tuple[str, str], ...] = ()
    """(file, text) of modules made of notebooks that this one imports."""
    changing: tuple[str, ...] = ()
    """Parameters that the notebook binds again or changes in place: each run starts from a copy."""
    types: tuple[tuple[str, str], ...] = ()
    """(name, type text) of values whose type is plain from the code."""
    literal: str = ""
    workers: str = ""
    """The library whose worker processes import the project anew, where the code is `literal`."""
    tests: tuple[int, ...] = ()
    show_name: str = "show"
    close_name: str = "close_figures"
    run_name: str = "run_shell"
    output_name: str = "shell_output"
    save_name: str = "save_chart"
    figures: bool = False
    shows: bool = False
    commands: bool = False
    charts: bool = False
    asynchronous: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
    merges: tuple[str, ...] = ()
    """Why headings or tags were joined into one stage."""
    split: Split | None = None
    """What is served and what trains; only where the target is a service."""
    made: tuple[Made, ...] = ()
    """Served functions that were made, because the notebook has none."""
    watched: tuple[tuple[int, str], ...] = ()
    """Cells that a watched run executes otherwise: what objects keep has a name there."""
    unread: tuple[Parameter, ...] = ()
    """Parameters of the notebook that a service needs neither to train nor to answer."""
    estimators: tuple[Candidate, ...] = ()
    """Fitted estimators that the notebook asks: each could be served through a made function."""
    profile: str = ""
    """The frame with the rows that training saw, kept for its profile."""
    service: Service | None = None
    """What is served and with what; only where the target is a service."""
    observed: tuple[ObservedValue, ...] = ()
    """What a run of the notebook showed of values that cross stages; empty when nothing was run."""
    recorded: bool = False
    """True when the project holds a recording of the notebook to be tested against."""
    renamed: tuple[tuple[str, str], ...] = ()
    """(name in the code, the notebook's name) of values that were renamed before the analysis."""

    @property
    def beside(self) -> tuple[str, ...]:
        """Python files that come along beside the package: the project's own, when imports are sorted."""
        return (*self.neighbours, *(file for file, _ in self.modules))
