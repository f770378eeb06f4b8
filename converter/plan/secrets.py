"""Which settings are secrets: by the words of their name, or by what the value looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

_WORDS = {
    "apikey",
    "authtoken",
    "credential",
    "credentials",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pwd",
    "secret",
    "token",
}
_PAIRS = {
    ("access", "key"),
    ("account", "key"),
    ("api", "key"),
    ("auth", "key"),
    ("connection", "string"),
    ("encryption", "key"),
    ("private", "key"),
    ("secret", "key"),
    ("signing", "key"),
    ("storage", "key"),
}
# `password_column` names a column, `token_url` an address: the last word says what it is.
_OTHER_THINGS = {
    "col", "column", "columns", "count", "dir", "endpoint", "env", "feature", "field", "file",
    "filename", "folder", "header", "label", "len", "length", "limit", "max", "min", "name",
    "path", "pattern", "policy", "prompt", "regex", "size", "type", "uri", "url", "var",
}  # fmt: skip
# Words that language models are trained with, not words that open doors.
_VOCABULARY = {
    "bos", "cls", "end", "eos", "mask", "oov", "pad", "sep", "special", "start", "stop", "unk",
    "unknown",
}  # fmt: skip
_LOOKS = (
    re.compile(r"[a-z][a-z0-9+.\-]*://[^/\s:@]*:[^@/\s]+@", re.IGNORECASE),
    re.compile(r"\b(?:password|pwd|accountkey)\s*=\s*[^;\s]+", re.IGNORECASE),
    re.compile(r"^(?:sk-|gh[pousr]_|xox[abpr]-|AKIA|glpat-|hf_)[A-Za-z0-9_\-]{12,}"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
)


def is_secret(name: str, value: object = None) -> bool:
    """True when `name` names a secret (or `value` plainly is one) and the value may be text."""
    if value is not None and not isinstance(value, str):
        return False
    return named_secret(name) or (isinstance(value, str) and looks_secret(value))


def named_secret(name: str) -> bool:
    """True when a whole word of `name` says secret: `API_KEY`, not `tokenizer` or `monkey`."""
    words = _words(name)
    if not words or words[-1] in _OTHER_THINGS:
        return False
    if any(pair in _PAIRS for pair in pairwise(words)):
        return True
    if words[-1] == "token":
        return len(words) < 2 or words[-2] not in _VOCABULARY
    return any(word in _WORDS - {"token"} for word in words)


def looks_secret(text: str) -> bool:
    """True for a connection string with its password, or a key in a provider's own form."""
    return any(look.search(text) for look in _LOOKS)


def holds_secret(value: object) -> bool:
    """True when a container has a secret inside: `{"password": "hunter2"}`."""
    if isinstance(value, Mapping):
        return any(
            (isinstance(key, str) and isinstance(item, str) and item and is_secret(key, item))
            or holds_secret(item)
            for key, item in value.items()
        )
    if isinstance(value, list | tuple | set):
        return any(map(holds_secret, value))
    return isinstance(value, str) and looks_secret(value)


def _words(name: str) -> list[str]:
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower().split("_")
    return [part.rstrip("0123456789") for part in parts if part.rstrip("0123456789")]
