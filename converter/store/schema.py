"""The tables of the run store, as its newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

VERSION_TABLE = "nbship_version"
"""Not Alembic's own name: the studies of a search live in the same database and use that one."""

REVISION = "0002"
"""The newest migration: what the tables below are."""

metadata = MetaData()

environments = Table(
    "environments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("python", Text, nullable=False),
    Column("packages", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("started", Double, nullable=False),
    Column("seconds", Double),
    Column("source", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("engine", Text, nullable=False),
    Column("output", Text, nullable=False),
    Column("sweep", String(64), nullable=False),
    Column("point", Integer),
    Column("error_kind", Text),
    Column("error_message", Text),
    Column("error_cell", Integer),
    Column("error_line", Integer),
    Column("error_stage", Text),
    Column("git_commit", String(64), nullable=False),
    Column("git_dirty", Boolean, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer),
    Column("environment", String(64), ForeignKey("environments.id")),
    Index("ix_runs_started", "started"),
    Index("ix_runs_sweep", "sweep"),
    Index("ix_runs_status", "status"),
)


def _of_run() -> Column[str]:
    return Column("run", String(64), ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


run_values = Table(
    "run_values",
    metadata,
    _of_run(),
    Column("role", String(1), primary_key=True),  # p: parameter, m: metric
    Column("name", Text, primary_key=True),
    Column("type", String(8), nullable=False),  # number, text, bool, null, json
    Column("number", Double),
    Column("text", Text),
    Index("ix_run_values_name", "role", "name"),
)

run_steps = Table(
    "run_steps",
    metadata,
    _of_run(),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("seconds", Double, nullable=False),
)

run_outputs = Table(
    "run_outputs",
    metadata,
    _of_run(),
    Column("position", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("bytes", BigInteger),
    Column("sha256", String(64)),
)

run_tags = Table(
    "run_tags",
    metadata,
    _of_run(),
    Column("tag", Text, primary_key=True),
    Index("ix_run_tags_tag", "tag"),
)

run_history = Table(
    "run_history",
    metadata,
    _of_run(),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("step", BigInteger, nullable=False),
    Column("value", Double),  # nothing for nan
)
