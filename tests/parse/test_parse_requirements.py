"""Requirements out of install commands."""

from __future__ import annotations

import pytest
from parse_programs import codes, program

from converter.parse.requirements import installs_of, is_install_command


@pytest.mark.parametrize(
    "command", ["", "ls", "echo pip install a", "pip install a && ls", "pipenv install a"]
)
def test_other_commands(command: str) -> None:
    assert not is_install_command(command)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pip list", ()),
        ("pip install -q -U a 'b>=1,<2' \"c[x]==3\"", ("a", "b<2,>=1", "c[x]==3")),
        ("pip3 install a > /dev/null 2>&1", ("a",)),
        ("pip install a | tail -1", ("a",)),
        ("python -m pip install --user a  # why", ("a",)),
        ("{sys.executable} -m pip install a", ("a",)),
        ("uv pip install a; pip install b", ("a", "b")),
        ("pip install -i https://x.org/simple --pre a", ("a",)),
        ("pip install git+https://x.org/o/r.git@v1", ("r @ git+https://x.org/o/r.git@v1",)),
        ("pip install git+https://x.org/o/r#egg=n", ("n @ git+https://x.org/o/r",)),
        ("pip install https://x.org/a_b-1.0-py3-none-any.whl",
         ("a_b @ https://x.org/a_b-1.0-py3-none-any.whl",)),
        ("conda install -y -c conda-forge a=1.2 python=3.8 b", ("a==1.2", "b")),
        ("mamba install conda-forge::a", ("a",)),
        ("pip uninstall -y a", ()),
    ],
)  # fmt: skip
def test_install_commands(command: str, expected: tuple[str, ...]) -> None:
    assert is_install_command(command)
    assert installs_of(command).requirements == expected


def test_what_names_no_package_is_noted() -> None:
    found = program("!pip install -r req.txt -e . {name} a\n%pip install b\nx = 1")
    assert found.requirements == ("a", "b")
    assert codes(found) == ["NB404"] * 3


def test_system_packages_are_left_out_with_a_warning() -> None:
    found = program("!sudo apt-get install -y graphviz\nx = 1")
    assert codes(found) == ["NB405"]
    assert found.cells[0].code == "x = 1"
