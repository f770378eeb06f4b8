"""Setup (cells 1-2, 4 of the notebook)."""

import subprocess


def setup() -> None:
    """Setup (notebook cells 1-2, 4)."""
    print(
        subprocess.run(
            ["bash"],
            input="""\
for i in 1 2; do
  echo "line $i"
done
""",
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout,
        end="",
    )
    listing = subprocess.run(
        ["bash"],
        input="""\
echo kept
""",
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    print(listing.strip())
