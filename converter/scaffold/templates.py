"""The text of templates with values filled in: the door to jinja2.

Templates are ours, the values are not: the environment is sandboxed and a name that is missing is
an error. No value is ever rendered as a template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from converter.errors import InternalError
from converter.scaffold import markdown, text

FILTERS: Mapping[str, Callable[..., str]] = {
    "line": text.one_line,
    "pystr": text.pystr,
    "pyvalue": repr,
    "docstring": text.docstring,
    "tomlstr": text.quoted,
    "yamlstr": text.quoted,
    "shellquote": text.shell_quoted,
    "slug": text.dns_label,
    "mdtext": markdown.escaped,
    "mdcode": markdown.code,
    "mdquote": markdown.quotation,
}


def template_root() -> Path:
    """The folder of templates: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "_templates", package.parent / "templates"):
        if (folder / "job").is_dir():
            return folder
    raise InternalError("the templates are missing from this installation")


@lru_cache(maxsize=1)
def _environment() -> Any:
    import jinja2  # 60 ms: only when something is scaffolded
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(template_root(), encoding="utf-8"),
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(FILTERS)
    return environment


def rendered(name: str, context: Mapping[str, object]) -> str:
    """The template `name` (`job/README.md.jinja`) with `context` filled in."""
    import jinja2

    try:
        return str(_environment().get_template(name).render(context))
    except jinja2.TemplateError as exc:
        raise InternalError(f"template {name} cannot be rendered: {exc}") from exc


def verbatim(name: str) -> str:
    """The text of a template file that has nothing to fill in."""
    return (template_root() / name).read_text(encoding="utf-8")
