"""The imports that a module needs: exactly those, from the names that its code leaves free."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from converter.errors import InternalError
from converter.model.plan import ImportLine, Plan, SharedValues
from converter.syntax.annotations import evaluates_no_annotations
from converter.syntax.names import names_of

BUILTINS = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__", "__builtins__"}

# Importing these does nothing but make them available; others may register something.
SILENT = frozenset("""
    IPython arch bs4 cycler ipywidgets joblib lifelines lightgbm matplotlib networkx nltk numpy openpyxl
    pandas patsy PIL plotly polars pyarrow pytz requests scipy seaborn six skimage sklearn
    sqlalchemy statsmodels sympy tabulate tqdm xgboost yaml
    """.split())
LOUD = ("sklearn.experimental", "tqdm.pandas", "mpl_toolkits", "seaborn.apionly")
LONGEST = 88
"""Characters of a line, as black has them."""


@dataclass(frozen=True)
class Support:
    """Names that the generated project itself provides: name -> import line."""

    package: str
    show: str
    close: str
    run: str = "run_shell"
    output: str = "shell_output"
    save: str = "save_chart"
    shared: SharedValues = SharedValues()

    def line(self, name: str) -> str | None:
        """The import of one of the project's own helpers, or of a module that rules brought in."""
        if self.shared.module and name == self.shared.name:
            return f"from {self.package} import {_alias(self.shared.module, name)}"
        return {
            self.close: f"from {self.package}.figures import {_alias('close_figures', self.close)}",
            self.show: f"from {self.package}.display import {_alias('show', self.show)}",
            self.run: f"from {self.package}.shell_lines import {_alias('run_shell', self.run)}",
            self.output: f"from {self.package}.shell_lines import {_alias('shell_output', self.output)}",
            self.save: f"from {self.package}.chart_pages import {_alias('save_chart', self.save)}",
            "display": f"from {self.package}.display import display",
            "Parameters": f"from {self.package}.parameters import Parameters",
            "functools": "import functools",
            "Any": "from typing import Any",
            "asyncio": "import asyncio",
            "copy": "import copy",
            "dataclass": "from dataclasses import dataclass",
            "stage": f"from {self.package}.progress import stage",
        }.get(name)


def _for_what_it_does(line: str) -> str:
    """An import that nothing uses; the remark has to stay in its line, or ruff would not see it."""
    told = f"{line}  # noqa: F401  (for what it does)"
    return told if len(told) <= LONGEST else f"{line}  # noqa: F401"


def _alias(name: str, used: str) -> str:
    return name if name == used else f"{name} as {used}"


def needed_names(code: str, provided: Collection[str]) -> frozenset[str]:
    """Names that the module's code takes from outside; built-ins only where they are `provided`."""
    names = names_of(*ast.parse(code).body)
    return frozenset((names.reads | (names.late - names.binds)) - (BUILTINS - set(provided)))


def import_block(
    module: str,
    code: str,
    plan: Plan,
    homes: Mapping[str, str],
    keep: tuple[ImportLine, ...],
    strings: frozenset[str] = frozenset(),
) -> tuple[str, str]:
    """(import lines, import blocks) for `code`; `homes` says where definitions live.

    `strings` are names that strings in it read as code (`eval`, formulas).

    `keep` are imports that nothing uses but that may do something when they are run.
    Raises InternalError for a name that nothing provides: the plan should have refused it.
    """
    support = Support(
        plan.package,
        plan.show_name,
        plan.close_name,
        plan.run_name,
        plan.output_name,
        plan.save_name,
        plan.shared,
    )
    annotations = {
        line.split()[-1]: line for parameter in plan.parameters for line in parameter.imports
    }
    early = [line for line in plan.imports if not line.late]
    lines = {_for_what_it_does(line.text) for line in keep}
    blocks: dict[str, None] = {}
    missing: set[str] = set()
    imported = {name for line in early for name in line.names} | homes.keys()
    needed = needed_names(code, imported)
    if evaluates_no_annotations([cell.tree for cell in plan.dataflow.program.cells]):
        needed -= {name for name, home in homes.items() if home == module}  # may stand below
    for name in sorted(needed | (strings & imported)):
        home = homes.get(name)
        found = [line for line in early if name in line.names and not _is_notebook_display(line)]
        if home is not None and home != module:
            lines.add(f"from {plan.package}.{home} import {name}")
        elif found:
            for line in found:
                if line.block:
                    blocks[line.text] = None
                else:
                    lines.add(line.text)
        elif support.line(name) or name in annotations:
            lines.add(support.line(name) or annotations[name])
        else:
            missing.add(name)
    # A name that nothing in the notebook binds is the notebook's own affair (a guarded read).
    known = {name for each in plan.dataflow.statements for name in each.binds}
    missing &= known | homes.keys()
    if missing and not plan.literal:
        raise InternalError(f"no module provides {', '.join(sorted(missing))}", detail=code)
    return "\n".join(sorted(lines)), "\n\n".join(blocks)


def _is_notebook_display(line: ImportLine) -> bool:
    """`display` itself is the project's; IPython's needs a kernel to show anything."""
    return line.names == ("display",) and line.text.startswith("from IPython")


def kept_imports(plan: Plan, modules: Mapping[str, str]) -> tuple[ImportLine, ...]:
    """Imports that no module uses, of packages that may do something when imported."""
    imported = {name for line in plan.imports for name in line.names}
    needed = {module: needed_names(code, imported) for module, code in modules.items()}
    used = frozenset[str]().union(*needed.values())
    ran = frozenset[str]().union(*(needed[name] for name in _imported_by_stages(plan, needed)))
    plain = [line for line in plan.imports if not line.late and not line.block]
    loaded = [line.text.split()[1] for line in plain if ran & set(line.names)]
    return tuple(
        line
        for line in plain
        if not used & set(line.names)
        and _may_do_something(line.text.split()[1])
        and not _is_loaded(line, loaded)
    )


def _imported_by_stages(plan: Plan, needed: Mapping[str, Collection[str]]) -> set[str]:
    """The modules that each run imports: the stages', and those of the definitions that these use."""
    found = {stage.module for stage in plan.stages}
    grew = True
    while grew:
        names = {name for module in found for name in needed[module]}
        more = {each.module for each in plan.definitions if each.name in names}
        grew = not more <= found
        found |= more
    return found


def _is_loaded(line: ImportLine, loaded: Sequence[str]) -> bool:
    """True for `import a` where one of the modules that are `loaded` anyhow is `a` or in `a`."""
    word, module = line.text.split()[:2]
    return word == "import" and any(f"{each}.".startswith(f"{module}.") for each in loaded)


def _may_do_something(module: str) -> bool:
    import sys

    root = module.split(".")[0]
    if module.startswith(LOUD):
        return True
    return root not in SILENT and root not in sys.stdlib_module_names
