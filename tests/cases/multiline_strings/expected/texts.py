"""Texts / Use (cells 2, 4 of the notebook)."""


def helper():
    """Doc.

    More.
    """
    return """a
b"""


def texts() -> None:
    """Texts / Use (notebook cells 2, 4)."""
    query = """
SELECT *
  FROM t
WHERE a = 'x' \
AND b
"""
    if query:
        inner = """one
two
    three"""
    raw = r"""\d
\n"""
    data = b"""x
y"""
    name = "n"
    print(query, inner, raw, data, helper(), helper.__doc__)
    print(f"""{name}
  {name!r:>5}
end""")
    print("tail  \
  joined", "a" "b" "c")
