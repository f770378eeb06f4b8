"""What becomes of each magic: one literal table for line magics, one for cell magics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Action = Literal["drop", "keep", "translate", "requirement", "refuse"]


@dataclass(frozen=True)
class Rule:
    """drop: leave it out; keep: its argument or body is the code; translate: `line_magics` or
    `cell_magics` has a function for it; requirement: it installs packages; refuse: an error."""

    action: Action
    reason: str
    remedy: str = ""


_INTERACTIVE = Rule("drop", "serves the interactive session only")
_DISPLAY = Rule("drop", "changes only how the notebook shows things")
_DOCS = Rule("drop", "asks for documentation or source")
_RELOAD = Rule("drop", "reloads modules while one edits them; a job imports them once")
_EXTENSION = Rule("drop", "loads an extension of the notebook; what it adds is judged on its own")
_BROWSER = Rule("drop", "its body is shown by a browser and computes nothing")
_TIMED = Rule("keep", "the timing is left out, the code is kept")
_PROFILED = Rule("keep", "the profile is left out, the code is kept")
_TRIALS = Rule("drop", "times code in trial runs; the names it binds do not persist")
_SHELL = Rule("translate", "a shell command")
_INSTALL = Rule("requirement", "installs packages: they become requirements of the project")
_SESSION = Rule(
    "refuse",
    "works on the state of the interactive session, which a job does not have",
    "write what it does in Python, or tag the cell 'skip'",
)
_LANGUAGE = Rule(
    "refuse",
    "runs another language in a process of the notebook",
    "write it in Python or call its interpreter with subprocess, or tag the cell 'skip'",
)
_SQL = Rule(
    "refuse",
    "runs SQL through a connection of the notebook extension",
    "use pandas.read_sql(query, connection), or tag the cell 'skip'",
)
_CLOUD = Rule(
    "refuse",
    "talks to a service through a notebook extension",
    "call the service's Python client, or tag the cell 'skip'",
)
_COMPILED = Rule(
    "refuse",
    "compiles code inside the notebook",
    "move the code to a module of its own that is built and installed, or tag the cell 'skip'",
)
_CLUSTER = Rule(
    "refuse", "runs code on an ipyparallel cluster", "use the client in Python, or tag it 'skip'"
)

LINE_MAGICS: dict[str, Rule] = {
    **dict.fromkeys(("matplotlib", "config", "precision", "pprint", "colors", "gui"), _DISPLAY),
    **dict.fromkeys(("xmode", "pdb", "debug", "tb", "page", "notify", "vimode"), _INTERACTIVE),
    **dict.fromkeys(("who", "whos", "who_ls", "lsmagic", "magic", "quickref"), _INTERACTIVE),
    **dict.fromkeys(("history", "hist", "dhist", "save", "notebook", "edit", "ed"), _INTERACTIVE),
    **dict.fromkeys(("logstart", "logstop", "logon", "logoff", "logstate"), _INTERACTIVE),
    **dict.fromkeys(
        ("automagic", "autocall", "autoawait", "autosave", "alias_magic"), _INTERACTIVE
    ),
    **dict.fromkeys(("doctest_mode", "rehashx", "killbgscripts", "connect_info"), _INTERACTIVE),
    **dict.fromkeys(
        ("qtconsole", "subplots", "code_wrap", "clear", "cls", "tensorboard"), _DISPLAY
    ),
    **dict.fromkeys(("watermark", "version_information", "wandb", "load", "loadpy"), _INTERACTIVE),
    **dict.fromkeys(("pinfo", "pinfo2", "pdoc", "pdef", "psource", "pfile", "pycat"), _DOCS),
    **dict.fromkeys(("psearch", "man", "less", "more", "nbdev_hide", "nbdev_export"), _DOCS),
    **dict.fromkeys(("nbdev_default_export", "nbdev_collapse_output", "nbdev_slow"), _DOCS),
    **dict.fromkeys(("autoreload", "aimport", "reload"), _RELOAD),
    **dict.fromkeys(("load_ext", "reload_ext", "unload_ext", "install_ext"), _EXTENSION),
    **dict.fromkeys(("tensorflow_version", "bigquery_stats", "flow"), _EXTENSION),
    "time": _TIMED,
    "timeit": _TRIALS,
    **dict.fromkeys(("prun", "lprun", "mprun", "memit", "snakeviz", "pyinstrument"), _PROFILED),
    **dict.fromkeys(("pip", "conda", "mamba", "micromamba", "uv"), _INSTALL),
    **dict.fromkeys(("ls", "ll", "la", "lf", "lk", "ldir", "lx", "cat", "cp", "mv"), _SHELL),
    **dict.fromkeys(("rm", "mkdir", "rmdir", "shell"), _SHELL),
    **dict.fromkeys(("sx", "system"), Rule("translate", "a shell command's lines")),
    "cd": Rule("translate", "changes the working directory"),
    "pwd": Rule("translate", "the working directory"),
    "env": Rule("translate", "an environment variable"),
    "set_env": Rule("translate", "an environment variable"),
    "pylab": Rule("translate", "imports of numpy and matplotlib"),
    "xdel": Rule("translate", "deletes a name"),
    "reset": Rule("translate", "clears the session"),
    "run": Rule(
        "refuse",
        "runs a file that is not there, that runs itself, or in a block or with options",
        "put the file beside the notebook, at the start of a line `%run file`, or import from it",
    ),
    **dict.fromkeys(("store", "macro", "rerun", "recall", "rep", "alias", "unalias"), _SESSION),
    **dict.fromkeys(("reset_selective", "bookmark", "pushd", "popd", "dirs", "sc"), _SESSION),
    **dict.fromkeys(("paste", "cpaste", "cls_session", "deactivate_profile"), _SESSION),
    **dict.fromkeys(("sql", "sqlcmd", "sqlplot", "sqlrender", "jupysql", "read_sql"), _SQL),
    **dict.fromkeys(("bigquery", "bq", "spark", "configure", "athena", "kql"), _CLOUD),
    **dict.fromkeys(("R", "Rpush", "Rpull", "Rget", "julia", "octave", "matlab"), _LANGUAGE),
    **dict.fromkeys(("px", "autopx", "pxconfig", "pxresult"), _CLUSTER),
    **dict.fromkeys(("ai", "chat"), _CLOUD),
}

CELL_MAGICS: dict[str, Rule] = {
    **dict.fromkeys(("html", "HTML", "javascript", "js", "latex", "markdown", "svg"), _BROWSER),
    **dict.fromkeys(("SVG", "css", "mermaid", "dot", "tikz", "itikz", "blockdiag"), _BROWSER),
    "time": _TIMED,
    "timeit": _TRIALS,
    **dict.fromkeys(("prun", "lprun", "mprun", "memit", "snakeviz", "heat", "scalene"), _PROFILED),
    **dict.fromkeys(("pyinstrument", "wandb", "notify", "flake8", "pycodestyle"), _PROFILED),
    **dict.fromkeys(("black", "nb_black", "solution", "local"), _PROFILED),
    "capture": Rule("translate", "what the code prints is kept from the output"),
    "writefile": Rule("translate", "writes a file"),
    "file": Rule("translate", "writes a file"),
    **dict.fromkeys(("bash", "sh", "script", "shell", "zsh"), Rule("translate", "a shell script")),
    **dict.fromkeys(("python", "python3"), Rule("translate", "a Python script of its own")),
    **dict.fromkeys(("sx", "system", "!"), Rule("translate", "a shell script's lines")),
    "skip": Rule("drop", "the cell is skipped by its own mark"),
    "debug": Rule("refuse", "opens the debugger", "remove the line '%%debug'"),
    **dict.fromkeys(("sql", "bigquery", "bq", "sqlite", "duckdb", "read_sql"), _SQL),
    **dict.fromkeys(("R", "julia", "octave", "matlab", "perl", "ruby", "pypy"), _LANGUAGE),
    **dict.fromkeys(("python2", "node", "sage", "cmd", "powershell", "stan"), _LANGUAGE),
    **dict.fromkeys(("cython", "cython_inline", "fortran", "cpp", "cu", "nvcc"), _COMPILED),
    **dict.fromkeys(("spark", "configure", "ai", "athena", "kql", "local_spark"), _CLOUD),
    "px": _CLUSTER,
    **dict.fromkeys(
        ("ipytest", "run_pytest", "run_pytest[clean]"),
        Rule("refuse", "runs tests inside the notebook", "remove the line and tag the cell 'test'"),
    ),
    "writetemplate": Rule(
        "refuse", "fills a file from the session", "write the file in Python, or tag it 'skip'"
    ),
    **dict.fromkeys(("manim", "macro", "store"), _SESSION),
}

UNKNOWN = Rule(
    "refuse",
    "is not a magic that nbship knows",
    "write what it does in Python, or tag the cell 'skip'",
)
