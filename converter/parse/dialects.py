"""The tag language and other tools' marks, as tables."""

from __future__ import annotations

from typing import Literal

Meaning = Literal[
    "parameters", "imports", "predict", "test", "skip", "stage", "module", "output", "hidden",
    "metrics",
]  # fmt: skip

# Our own tags without a name behind them: tag -> (meaning, name).
OWN: dict[str, tuple[Meaning, str]] = {
    "parameters": ("parameters", ""),
    "imports": ("imports", ""),
    "load": ("stage", "load"),
    "clean": ("stage", "clean"),
    "features": ("stage", "features"),
    "train": ("stage", "train"),
    "evaluate": ("stage", "evaluate"),
    "report": ("stage", "report"),
    "predict": ("predict", ""),
    "test": ("test", ""),
    "metrics": ("metrics", ""),
    "skip": ("skip", "tagged 'skip'"),
}

# Our own tags with a name: `stage:NAME`.
OWN_NAMED: dict[str, Meaning] = {"stage": "stage", "module": "module", "output": "output"}

# Tags of other tools: tag -> (meaning, name).
FOREIGN: dict[str, tuple[Meaning, str]] = {
    "injected-parameters": ("parameters", ""),  # papermill
    "pipeline-parameters": ("parameters", ""),  # Kale
    "functions": ("module", "functions"),  # Kale
    "node": ("module", "nodes"),  # kedro
    "export": ("module", ""),  # nbdev: to the module of #| default_exp
    "exports": ("module", ""),
    "active-ipynb": ("skip", "active in the notebook only (jupytext)"),
    "skip-execution": ("skip", "tagged 'skip-execution'"),
    "remove_cell": ("hidden", "left out by nbconvert"),
    "remove-cell": ("hidden", "left out by nbconvert"),
}

# Tags of other tools with a name: Kale's `block:NAME` and `step:NAME`.
FOREIGN_NAMED: dict[str, Meaning] = {"block": "stage", "step": "stage"}

# Kale's cells without a step go on with the step before.
KALE = ("block:", "step:", "pipeline-parameters", "pipeline-metrics")
KALE_METRICS = "pipeline-metrics"

# Known, and no business of a project: nothing is said about them.
SILENT = frozenset(
    "hide-input hide_input hide-output hide_output hide-cell hide_cell hide remove-input"
    " remove_input remove-output remove_output remove-stderr remove_stderr remove-stdout"
    " hideinput hideoutput collapsed collapse-input full-width margin popout scroll-output"
    " output_scroll outputPrepend slideshow slide subslide fragment notes nbsphinx-hidden"
    " nbsphinx-gallery nbsphinx-thumbnail nbsphinx-toctree thebe-init interactive mystnb"
    " no_stderr nbval-ignore-output nbval-check-output nbval-skip nbval-raises-exception"
    " nbval-test-listed solution exercise question active-py active-py-ipynb"
    " papermill-error-cell-tag code-cell keep_output keep-output init_cell pycharm".split()
)
SILENT_PREFIXES = (
    *("prev:", "limit:", "annotation:", "label:", "cache:", "image:", "environment:", "deploy:"),
    *("papermill", "nbgrader", "nbval", "slideshow"),
)
RAISES = "raises-exception"

# Comment directives (`#| name: value`) that are tags of ours, or say the same as one.
SILENT_DIRECTIVES = frozenset(
    "echo include output warning error message label fig-cap fig-alt fig-width fig-height"
    " code-fold code-summary code-overflow code-line-numbers layout-ncol tbl-cap cap classes"
    " column lst-label lst-cap classic-inline hide hide_input hide_output hideinput hideoutput"
    " collapse_input collapse_output collapse_show export_each exporti exec_doc cuda slow fast"
    " default_cls_lvl nbflags id title order fig-format dpi".split()
)
