"""Stage functions and the notebook's own definitions, as lines."""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence

from converter.emit.annotations import input_type, recorded_lines, return_type
from converter.emit.lines import Line, lines_from, own_lines, shifted, text_of
from converter.emit.lint import sorted_imports
from converter.emit.wording import cells_text, one_line
from converter.model.parameter import Parameter
from converter.model.plan import Definition, ImportLine, Plan, Stage
from converter.model.rewritten import Rewritten
from converter.syntax.names import names_of


def stage_lines(
    stage: Stage,
    plan: Plan,
    bodies: Mapping[int, Rewritten],
    available: frozenset[str] = frozenset(),
) -> list[Line]:
    """The stage as a function of its inputs, ending in the return of its outputs.

    `available` are names that the module imports when it runs.
    """
    settings = {parameter.name: parameter for parameter in plan.parameters}
    copies = dict(plan.shared.copies)
    body: list[Line] = []
    for order in stage.statements:
        if order in bodies:
            body += _statement_lines(bodies[order])
            for name in copies.get(order, ()):
                why = f"definitions in {plan.shared.module}.py read '{name}'"
                body += own_lines(f"{plan.shared.name}.{name} = {name}", why)
        if order in stage.flushes:
            body += _closing(body, plan)
    if stage.outputs:
        body += own_lines(f"return {', '.join(stage.outputs)}", _hands_over(stage))
    body = [*own_lines_of(_imports_to_repeat(stage, body, plan)), *body]
    keyword = "async def" if stage.asynchronous else "def"
    signature = _signature(stage, settings, plan, available)
    returns = return_type(stage, plan, available)
    head = own_lines(f"{keyword} {stage.name}({signature}) -> {returns}:", _is_stage(stage))
    recorded = recorded_lines(stage, plan)
    details = "\n\nAs recorded:\n\n" + "\n".join(recorded) + "\n" if recorded else ""
    document = own_lines(f'"""{_stage_document(stage)}{details}"""')
    return [*head, *shifted(document), *shifted(body)]


def _closing(body: Sequence[Line], plan: Plan) -> list[Line]:
    """The call that closes the cell's figures, unless the cell itself ends in it: `plt.show()`."""
    call = f"{plan.close_name}()"
    return [] if body and body[-1].text == call else own_lines(call, CLOSES)


CLOSES = "the cell ends here: its open figures are saved and closed"


def _hands_over(stage: Stage) -> str:
    return f"later stages or the results need {', '.join(stage.outputs)}"


def _is_stage(stage: Stage) -> str:
    return f"stage '{stage.name}': {cells_text(stage.cells)} of the notebook as a function"


def own_lines_of(texts: Sequence[str]) -> list[Line]:
    return [line for text in texts for line in own_lines(text)]


def _statement_lines(rewritten: Rewritten) -> list[Line]:
    return lines_from(rewritten.text, rewritten.statement.cell, rewritten.lines)


def _stage_document(stage: Stage) -> str:
    title = one_line(stage.title) or stage.name.replace("_", " ").capitalize()
    return f"{title} (notebook {cells_text(stage.cells)})."


def _signature(
    stage: Stage, settings: Mapping[str, Parameter], plan: Plan, available: frozenset[str]
) -> str:
    parts = [f"{name}: {input_type(stage, name, plan, available)}" for name in stage.inputs]
    if stage.settings:
        parts.append("*")
        parts += [f"{name}: {plain_type(settings[name])}" for name in stage.settings]
    return ", ".join(parts)


def plain_type(parameter: Parameter) -> str:
    """The type a stage sees: a secret arrives as its text."""
    return parameter.annotation.replace("SecretStr", "str")


def _returns(stage: Stage, types: Mapping[str, str]) -> str:
    kinds = [types.get(name, "Any") for name in stage.outputs]
    if not kinds:
        return "None"
    return kinds[0] if len(kinds) == 1 else f"tuple[{', '.join(kinds)}]"


def _function_text(stage: Stage, body: Sequence[Line]) -> str:
    names = ", ".join([*stage.inputs, *stage.settings])
    keyword = "async def" if stage.asynchronous else "def"
    return f"{keyword} {stage.name}({names}):\n" + text_of(shifted([*body, Line("pass")]))


def _imports_to_repeat(stage: Stage, body: Sequence[Line], plan: Plan) -> list[str]:
    """Late imports of earlier stages that the stage reads, even if it imports them itself further down."""
    last = max(stage.statements)
    known = [line for line in plan.imports if line.late and line.statement <= last]
    if not known:
        return []
    text = _function_text(stage, body)
    names = {name for line in known for name in line.names}
    early = _read_before_bound(ast.parse(text).body[0], names)
    return _late_imports(text, known, plan, early)


def _read_before_bound(function: ast.stmt, names: Collection[str]) -> frozenset[str]:
    """Those of `names` that the function binds below statements that read them, now or late."""
    bound: set[str] = set()
    found: set[str] = set()
    for statement in getattr(function, "body", ()):
        each = names_of(statement)
        found |= (each.reads | each.late) & set(names) - bound
        bound |= each.binds
    return frozenset(found & bound)


def _late_imports(
    text: str, imports: Sequence[ImportLine], plan: Plan, early: frozenset[str] = frozenset()
) -> list[str]:
    """Imports that `text`, one function, needs at its start: what it reads free, and `early`."""
    late = [line for line in imports if line.late]
    if not late:
        return []
    free = names_of(*ast.parse(text).body).late | early
    wanted = "\n".join(line.text for line in late if free & set(line.names))
    if not wanted:
        return []
    return sorted_imports(wanted, plan.package, plan.beside).rstrip("\n").split("\n")


def shared_lines(plan: Plan) -> list[Line]:
    """The values that the definitions of the module share with the stages, before any is bound."""
    given = {parameter.name for parameter in plan.parameters}
    cells = dict(plan.shared.cells)
    lines: list[Line] = []
    for name in plan.shared.names:
        origins = ["a parameter"] if name in given else []
        origins += [f"bound in {cells_text(cells[name])}"] if name in cells else []
        comment = f"  # {', '.join(origins)}" if origins else ""
        lines.append(Line(f"{name}: Any = None{comment}", why="stages bind it while they run"))
    return lines


def definition_lines(
    definition: Definition, bodies: Mapping[int, Rewritten], plan: Plan
) -> list[Line]:
    """A function, class or constant of the notebook, with the imports that have to wait."""
    lines = _statement_lines(bodies[definition.statement])
    text = text_of(lines)
    late = _late_imports(text, plan.imports, plan)
    node = ast.parse(text).body[0]
    if not late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return lines
    first = _first_after_docstring(node)
    if first.lineno == node.lineno:
        return lines  # a body on the line of its `def`
    indent = " " * first.col_offset
    place = first.lineno - 1
    inserted = [Line(indent + line.text) for line in own_lines_of(late)]
    return [*lines[:place], *inserted, *lines[place:]]


def _first_after_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.stmt:
    if ast.get_docstring(node) is not None and len(node.body) > 1:
        return node.body[1]
    return node.body[0]


BY_VALUE = """\
import sys

try:
    from joblib.externals import cloudpickle
except ImportError:  # newer versions of joblib have it beside them
    import cloudpickle
# Workers import this module anew, where no run has bound anything: functions travel whole.
cloudpickle.register_pickle_by_value(sys.modules[__name__])"""


def literal_lines(stage: Stage, plan: Plan, bodies: Mapping[int, Rewritten]) -> list[Line]:
    """The whole notebook as one function that works on this module's globals."""
    statements = {each.order: each for each in plan.dataflow.statements}
    bound = {name for order in stage.statements for name in statements[order].binds}
    bound |= {name for order in stage.statements for name in statements[order].assigns_late}
    wanted = {*stage.settings, *stage.inputs}
    given = [parameter for parameter in plan.parameters if parameter.name in wanted]
    names = sorted(bound | {parameter.name for parameter in given})
    body = own_lines(f"global {', '.join(names)}") if names else []
    for parameter in given:
        value = setting(parameter, copied=parameter.name in plan.changing)
        body += own_lines(f"{parameter.name} = {value}", "a parameter takes its value")
    if plan.workers == "joblib":
        body += own_lines(BY_VALUE, "workers look for what a run binds in vain")
    for order in stage.statements:
        if order in bodies:
            body += _statement_lines(bodies[order])
        if order in stage.flushes:
            body += _closing(body, plan)
    if stage.outputs:
        body += own_lines(f"return {', '.join(stage.outputs)}", _hands_over(stage))
    keyword = "async def" if stage.asynchronous else "def"
    returns = _returns(stage, {})
    head = own_lines(
        f"{keyword} {stage.name}(parameters: Parameters) -> {returns}:", _is_stage(stage)
    )
    document = own_lines(
        f'"""{_stage_document(stage)}\n\nIn one piece, on module globals: {one_line(plan.literal, 200)}.\n"""'
    )
    return [*head, *shifted(document), *shifted(body)]


def setting(parameter: Parameter, *, copied: bool = False) -> str:
    """How the value of `parameter` is read from the settings object; containers may be copied."""
    value = f"parameters.{parameter.field}"
    if not parameter.secret:
        mutable = isinstance(parameter.value, list | dict | set)
        return f"copy.deepcopy({value})" if copied and mutable else value
    revealed = f"{value}.get_secret_value()"
    return f"{revealed} if {value} else None" if "None" in parameter.annotation else revealed
