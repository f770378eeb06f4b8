"""The notebook that a path, or standard input, holds."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import BinaryIO

from converter.errors import InputError
from converter.model.notebook import Notebook
from converter.read.included import included_in
from converter.read.ipynb import Contents, contents_of_json
from converter.read.percent import contents_of_percent

STDIN = "<stdin>"
BOM = b"\xef\xbb\xbf"
_HINT = "give a notebook: an .ipynb file, or a .py file in percent format"


def read_notebook(path: str, *, stdin: BinaryIO | None = None) -> Notebook:
    """The notebook at `path`; `-` reads it from `stdin`."""
    if path == "-":
        if stdin is None:
            raise InputError("there is no standard input to read", hint=_HINT)
        data = stdin.read()
        shape = ".ipynb" if data.removeprefix(BOM).lstrip()[:1] in (b"{", b"[") else ".py"
        return _notebook(data, name=STDIN, path=None, shape=shape)
    file = _file(path)
    return _notebook(_bytes_of(file), name=file.name, path=file, shape=file.suffix.lower())


def _file(path: str) -> Path:
    """`path` as a Path, refused when its name says that it is no notebook."""
    if "\0" in path:
        raise InputError(f"{path!r} is not a path", hint=_HINT)
    file = Path(path)
    if file.suffix.lower() in (".ipynb", ".py") or file.is_dir():
        return file
    raise InputError(f"{path}: {_suffix_words(file.suffix)}", hint=_HINT)


def _suffix_words(suffix: str) -> str:
    return f"'{suffix}' files are not notebooks" if suffix else "the name has no ending"


def _bytes_of(file: Path) -> bytes:
    """The file's bytes; whatever keeps us from them is an InputError."""
    try:
        return file.read_bytes()
    except FileNotFoundError as exc:
        raise InputError(f"{file}: no such file", hint=_neighbour_hint(file)) from exc
    except IsADirectoryError as exc:
        raise InputError(f"{file}: is a folder, not a notebook", hint=_folder_hint(file)) from exc
    except PermissionError as exc:
        raise InputError(f"{file}: no permission to read it", hint=f"chmod +r {file}") from exc
    except OSError as exc:
        raise InputError(f"{file}: cannot be read: {exc.strerror}", hint=_HINT) from exc


def _neighbour_hint(file: Path) -> str:
    """The notebook nearby that was probably meant."""
    import difflib

    try:
        names = sorted(other.name for other in file.parent.glob("*.ipynb"))
    except OSError:
        return _HINT
    close = difflib.get_close_matches(file.name, names, n=1)
    return f"did you mean {file.parent / close[0]}?" if close else "check the path"


def _folder_hint(folder: Path) -> str:
    try:
        names = sorted(file.name for file in folder.glob("*.ipynb"))
    except OSError:
        names = []
    return f"it holds {folder / names[0]}" if names else _HINT


def _notebook(data: bytes, *, name: str, path: Path | None, shape: str) -> Notebook:
    reader = contents_of_json if shape == ".ipynb" else contents_of_percent
    contents: Contents = reader(data.removeprefix(BOM), name)
    sources = [cell.source for cell in contents.cells if cell.kind == "code"]
    return Notebook(
        name=name,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        cells=contents.cells,
        language=contents.language,
        kernel=contents.kernel,
        format=contents.format,
        text=contents.text,
        included=included_in(sources, path.resolve().parent) if path else (),
    )
