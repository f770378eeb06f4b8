"""PEP 508 requirements for what the code imports."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable

# Import name -> distribution, where the two differ.
DISTRIBUTIONS = {
    "Bio": "biopython",
    "IPython": "ipython",
    "PIL": "pillow",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "fitz": "pymupdf",
    "git": "gitpython",
    "google": "google-api-core",
    "imblearn": "imbalanced-learn",
    "jwt": "pyjwt",
    "mpl_toolkits": "matplotlib",
    "pylab": "matplotlib",
    "psycopg2": "psycopg2-binary",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "skopt": "scikit-optimize",
    "tables": "tables",
    "umap": "umap-learn",
    "yaml": "pyyaml",
}

# Calls that need a package which nobody imports by name.
IMPLIED: tuple[tuple[str, str], ...] = (
    (r"\.(read|to)_parquet\(|\.(read|to)_feather\(|\bArrowDtype\b|[\"'\[]pyarrow\b", "pyarrow"),
    (r"read_excel\(|\.to_excel\(|ExcelWriter\(", "openpyxl"),
    (r"read_html\(", "lxml"),
    (r"\.to_markdown\(", "tabulate"),
    (r"read_hdf\(|\.to_hdf\(", "tables"),
    (r"smf\.|formula\.api", "patsy"),
)


def requirements_of(
    modules: Iterable[str],
    code: str,
    asked: Iterable[str],
    installed: Callable[[str], tuple[str, str] | None],
) -> tuple[str, ...]:
    """Requirement lines, pinned to what is installed, sorted by distribution.

    `modules` are imported module names, `asked` the lines of `%pip install`; `installed(name)`
    gives (distribution, version) for an import or distribution name, or None.
    """
    found: dict[str, str] = {}
    for line in asked:
        name = re.split(r"[\s<>=!~;\[@]", line.strip(), maxsplit=1)[0]
        found[_key(name)] = _pinned(name, installed) if name == line.strip() else line.strip()
    roots = sorted({module.split(".")[0] for module in modules})
    wanted = [root for root in roots if root and root not in sys.stdlib_module_names]
    for root in wanted:
        _add(found, root, installed)
    for pattern, distribution in IMPLIED:
        if re.search(pattern, code):
            _add(found, distribution, installed)
    return tuple(found[key] for key in sorted(found))


def _add(
    found: dict[str, str], name: str, installed: Callable[[str], tuple[str, str] | None]
) -> None:
    seen = installed(DISTRIBUTIONS.get(name, name)) or installed(name)
    distribution = seen[0] if seen else DISTRIBUTIONS.get(name, name)
    line = _exactly(*seen) if seen else distribution
    found.setdefault(_key(distribution), line)


def _pinned(name: str, installed: Callable[[str], tuple[str, str] | None]) -> str:
    seen = installed(name)
    return _exactly(*seen) if seen else name


def _exactly(distribution: str, version: str) -> str:
    """The requirement of a version; a local build of it, `2.13.0+cpu`, is in no package index."""
    return f"{distribution}=={version.partition('+')[0]}"


def _key(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()
