"""Runs, with their values, steps, outputs, tags and environments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "environments",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("python", sa.Text, nullable=False),
        sa.Column("packages", sa.Text, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("started", sa.Double, nullable=False),
        sa.Column("seconds", sa.Double),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("engine", sa.Text, nullable=False),
        sa.Column("output", sa.Text, nullable=False),
        sa.Column("sweep", sa.String(64), nullable=False),
        sa.Column("point", sa.Integer),
        sa.Column("error_kind", sa.Text),
        sa.Column("error_message", sa.Text),
        sa.Column("error_cell", sa.Integer),
        sa.Column("error_line", sa.Integer),
        sa.Column("error_stage", sa.Text),
        sa.Column("git_commit", sa.String(64), nullable=False),
        sa.Column("git_dirty", sa.Boolean, nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer),
        sa.Column("environment", sa.String(64), sa.ForeignKey("environments.id")),
    )
    op.create_index("ix_runs_started", "runs", ["started"])
    op.create_index("ix_runs_sweep", "runs", ["sweep"])
    op.create_index("ix_runs_status", "runs", ["status"])
    op.create_table(
        "run_values",
        _of_run(),
        sa.Column("role", sa.String(1), primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("type", sa.String(8), nullable=False),
        sa.Column("number", sa.Double),
        sa.Column("text", sa.Text),
    )
    op.create_index("ix_run_values_name", "run_values", ["role", "name"])
    op.create_table(
        "run_steps",
        _of_run(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
    )
    op.create_table(
        "run_outputs",
        _of_run(),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger),
        sa.Column("sha256", sa.String(64)),
    )
    op.create_table("run_tags", _of_run(), sa.Column("tag", sa.Text, primary_key=True))
    op.create_index("ix_run_tags_tag", "run_tags", ["tag"])


def _of_run() -> sa.Column[str]:
    key = sa.ForeignKey("runs.id", ondelete="CASCADE")
    return sa.Column("run", sa.String(64), key, primary_key=True)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("run_tags", "run_outputs", "run_steps", "run_values", "runs", "environments"):
        op.drop_table(table)
