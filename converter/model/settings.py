"""What the user asked for on the command line, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Target = Literal["job", "package", "service"]
Displays = Literal["drop", "print"]

DEPLOY_PARTS = ("docker", "kubernetes", "airflow", "ci")


@dataclass(frozen=True)
class Settings:
    """Options of `convert` and `inspect`.

    `name` overrides the project's name; `deploy` lists the deploy parts to write;
    `offer` takes plain constants of an untagged notebook as parameters. `serve` names the functions
    that a service serves, `compiled` gives its training the option to compile models.
    """

    target: Target = "job"
    name: str | None = None
    displays: Displays = "drop"
    deploy: tuple[str, ...] = DEPLOY_PARTS
    offer: bool = True
    serve: tuple[str, ...] = ()
    compiled: bool = False
