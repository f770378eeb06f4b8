"""Load: where the data comes from (cells 1-3, 5 of the notebook)."""

import os


def load() -> None:
    """Load: where the data comes from (notebook cells 1-3, 5)."""
    print("Overwriting" if os.path.exists("notes.txt") else "Writing", "notes.txt")
    with open("notes.txt", "w", encoding="utf-8") as written_file:
        written_file.write("""\
first line
  second "line" \\n {not filled}
""")
    print("Appending to" if os.path.exists("notes.txt") else "Writing", "notes.txt")
    with open("notes.txt", "a", encoding="utf-8") as written_file:
        written_file.write("""\
third
""")
    print(
        "Overwriting" if os.path.exists("made_here.py") else "Writing", "made_here.py"
    )
    with open("made_here.py", "w", encoding="utf-8") as written_file:
        written_file.write("""\
'''Doc.'''
NAME = \"\"\"x\"\"\"
""")
    from made_here import NAME

    print(open("notes.txt").read(), NAME)
