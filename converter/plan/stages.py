"""Which cells form a stage: by tag, else by heading, else by what the cells do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from converter.model.program import CodeCell, Heading, Program
from converter.syntax.dotted import root_name

# What cells do, in the order a notebook does it: the first pattern found names the cell's role.
ROLES: tuple[tuple[str, str, str], ...] = (
    (
        "report",
        "Report: figures and tables.",
        r"\.to_(csv|excel|parquet|html|sql|json|markdown)\(|\.write_(csv|parquet|excel|html)\(|json\.dump\(|\.writerows?\(|savefig\(|plt\.|sns\.|\.plot\(|classification_report|"
        r"\bpx\.[a-z]\w+\(|\bgo\.Figure\(|make_subplots\(|\bff\.create_|\balt\.Chart\(",
    ),
    (
        "evaluate",
        "Evaluate: how good the model is.",
        r"_score\(|\.score\(|confusion_matrix|accuracy|roc_auc|mean_(squared|absolute)_error|\.predict",
    ),
    (
        "train",
        "Train: fit the model.",
        r"\.fit\(|\.fit_predict\(|GridSearchCV|\.train\(|cross_val|\bauto_arima\(",
    ),
    (
        "features",
        "Features: the matrices that the model learns from.",
        r"train_test_split|fit_transform\(|get_dummies|StandardScaler|Vectorizer\(|OneHotEncoder",
    ),
    (
        "clean",
        "Clean: the data made fit for use.",
        r"fillna\(|dropna\(|drop_duplicates\(|astype\(|to_datetime\(|\.merge\(|\.rename\(",
    ),
    (
        "analyse",
        "Analyse: what the data say.",
        r"\.group_?by\(|\.agg\(|value_counts\(|pivot_table\(|\.corr\(|\.quantile\(|most_common\(|Counter\(|"
        r"crosstab\(|\.resample\(|\bstats\.\w+\(|\bsmf?\.\w+\(",
    ),
    (
        "load",
        "Load: where the data comes from.",
        r"read_(csv|excel|json|parquet|sql|table|html|pickle)|load_\w+\(|fetch_\w+\(|DataFrame\(|"
        r"default_rng|np\.random|make_\w+\(|open\(|json\.load\(|\.read_text\(|\bglob\(|requests\.get\(|urlopen\(|urlretrieve\(",
    ),
)
RANK = {
    "load": 0,
    "clean": 1,
    "features": 2,
    "analyse": 3,
    "train": 4,
    "evaluate": 5,
    "report": 6,
}
# Plots of the data, and scores between models: what follows them is not yet the report, or the evaluation.
FOLLOWED = {
    "report": frozenset({"features", "train"}),
    "evaluate": frozenset({"train"}),
    "analyse": frozenset({"clean", "features", "train"}),
}
SETTINGS = r"(sns|seaborn)\.set|(plt|matplotlib)\.(style|rc)|%"
TITLES = {name: title for name, title, _ in ROLES} | {
    "prepare": "Prepare: what the rest starts from."
}


@dataclass(frozen=True)
class Group:
    """Consecutive cells that become one stage function; `name` is not yet made safe."""

    name: str
    title: str
    cells: tuple[int, ...]


def groups_of(program: Program) -> tuple[Group, ...]:
    """The stages of the program before anything is merged. Every code cell is in exactly one."""
    if any(cell.marks.stage or cell.marks.continues for cell in program.cells):
        return _joined(_by_tag(program))
    headings = _splitting_headings(program)
    if headings:
        return _joined(_with_start(program, _by_heading(program, headings)))
    return _joined(_with_start(program, _by_role(program)))


def _by_tag(program: Program) -> Iterator[Group]:
    current = ""
    for cell in program.cells:
        if cell.marks.stage:
            current = cell.marks.stage
        name = current or role_of(cell) or "setup"
        yield Group(name, TITLES.get(name, ""), (cell.number,))


def _splitting_headings(program: Program) -> dict[int, Heading]:
    """For each code cell the heading it stands under, at the level that divides the notebook.

    That is the highest level with at least two headings that have code below them.
    """
    for level in range(1, 5):
        over: dict[int, Heading] = {}
        shown = [heading for heading in program.headings if heading.level <= level]
        for cell in program.cells:
            above = [heading for heading in shown if heading.cell < cell.number]
            if above:
                over[cell.number] = above[-1]
        if len({(heading.cell, heading.text) for heading in over.values()}) >= 2:
            return over
    return {}


def _by_heading(program: Program, headings: dict[int, Heading]) -> Iterator[Group]:
    position = {id(heading): index for index, heading in enumerate(program.headings)}
    for cell in program.cells:
        heading = headings.get(cell.number)
        if heading is None or heading.text == program.title and heading.level == 1:
            yield Group("", "", (cell.number,))
        else:
            key = f"{heading.text}\0{position[id(heading)]}"
            yield Group(key, heading.text, (cell.number,))


def _by_role(program: Program) -> Iterator[Group]:
    current = ""
    roles = [role_of(cell) for cell in program.cells]
    for place, (cell, role) in enumerate(zip(program.cells, roles, strict=True)):
        looks = bool(FOLLOWED.get(role, frozenset()) & set(roles[place + 1 :]))
        if role and not looks and (not current or RANK[role] > RANK[current]):
            current = role
        yield Group(current, TITLES.get(current, ""), (cell.number,))


def role_of(cell: CodeCell) -> str:
    """What the cell mainly does, or "" for definitions, imports and small talk.

    Fitting outweighs scoring in one cell, and loading outweighs the plots beside it. A loop that is
    nothing else analyses.
    """
    code = "\n".join(
        line
        for line in cell.code.split("\n")
        if not re.match(rf"\s*(#|import |from |def |class |{SETTINGS})", line)
    )
    found = [name for name, _, pattern in ROLES if re.search(pattern, code)]
    for name in ("train", "features", "evaluate", "load", "clean", "report", "analyse"):
        if name in found:
            return name
    loops = any(isinstance(node, ast.For | ast.AsyncFor | ast.While) for node in cell.tree.body)
    return "analyse" if loops else ""


# What a notebook begins with.
FIRST = frozenset({"clean", "load"})
# Modules whose functions set something up, where nobody looks at what they give.
SETTING_UP = frozenset("logging matplotlib mpl np os pd pio pl plt random sns sys warnings".split())


def _computes(cell: CodeCell) -> bool:
    """True for a cell that does more than import, define, set up and write values down."""
    if role_of(cell):
        return True
    for node in cell.tree.body:
        match node:
            case ast.For() | ast.AsyncFor() | ast.While() | ast.With():
                return True
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                calls = [part for part in ast.walk(value) if isinstance(part, ast.Call)]
                if any(root_name(call) not in SETTING_UP for call in calls):
                    return True
    return False


def _with_start(program: Program, single: Iterator[Group]) -> Iterator[Group]:
    """The groups of single cells; nameless ones at the start that compute something get a name."""
    groups = tuple(single)
    count = next((place for place, group in enumerate(groups) if group.name), len(groups))
    cells = {cell.number: cell for cell in program.cells}
    start = [cells[number] for group in groups[:count] for number in group.cells]
    if count == len(groups) or not any(map(_computes, start)):
        yield from groups
        return
    role = next((role for cell in start if (role := role_of(cell)) in FIRST), "prepare")
    yield from (replace(each, name=role, title=TITLES[role]) for each in groups[:count])
    yield from groups[count:]


def _joined(single: Iterator[Group]) -> tuple[Group, ...]:
    """Neighbours of one name become one group; nameless ones at the start join what follows."""
    groups: list[Group] = []
    for group in single:
        if groups and groups[-1].name in ("", group.name):
            joined = replace(group, cells=groups[-1].cells + group.cells)
            groups[-1] = joined if group.name else replace(groups[-1], cells=joined.cells)
        else:
            groups.append(group)
    return tuple(groups)
