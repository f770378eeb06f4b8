from __future__ import annotations

import ast

import pytest
from notebooks import flow_of

from converter.analyse.purity import is_pure
from converter.model.dataflow import FIGURE, FILES, RNG

pytestmark = pytest.mark.fast


def pure(source: str) -> bool:
    return is_pure(ast.parse(source, mode="eval").body)


@pytest.mark.parametrize(
    "source",
    [
        "x",
        "df.head()",
        "df[df.a > 1].describe()",
        "df.shape, len(df)",
        "df.groupby('a')['b'].mean().sort_values()",
        "pd.crosstab(df.a, df.b)",
        "[x + 1 for x in xs]",
        "{k: len(v) for k, v in d.items()}",
    ],
)
def test_displays_that_may_be_dropped(source: str) -> None:
    assert pure(source)


@pytest.mark.parametrize(
    "source",
    [
        "df.sample(5)",
        "next(it)",
        "model.fit(X, y)",
        "df.pop('y')",
        "ax.set_title('t')",
        "df.sort_values('a', inplace=True)",
        "df.rename(columns={}, inplace=flag)",
        "df.info()",
        "f(x)",
        "[f(x) for x in xs]",
        "df['a'].apply(lambda v: log.append(v))",
        "np.random.rand(3)",
        "(y := 1)",
        "plt.plot(x)",
    ],
)
def test_displays_that_must_run(source: str) -> None:
    assert not pure(source)


def test_statements_keep_their_comments_and_lose_silencing() -> None:
    first, second, third = flow_of("# why\na = 1; b = 2  # two\n# done\nb;\n# end").statements
    assert first.text == "# why\na = 1"
    assert second.text == "b = 2  # two"
    assert third.text == "# done\nb\n# end"
    assert third.lines == (3, 4, 5)
    assert not third.displayed


def test_a_comment_cell_joins_the_next_statement() -> None:
    (statement,) = flow_of("# a cell of words", "x = 1").statements
    assert statement.text == "# a cell of words\nx = 1"


def test_names_in_strings_are_reads() -> None:
    flow = flow_of("k = 1", "f = 2", "df.query('a > @k')", "pd.eval('f + 1')", "ols('y ~ f', d)")
    assert [sorted(each.strings) for each in flow.statements] == [[], [], ["k"], ["f"], ["f"]]
    assert "k" in flow.statements[2].reads


def test_effects_name_resources() -> None:
    flow = flow_of("import matplotlib.pyplot as plt", "plt.plot(x)", "np.random.seed(1)", "open(p)")
    assert FIGURE in flow.statements[1].effects
    assert RNG in flow.statements[2].effects
    assert FILES in flow.statements[3].effects


def test_models_that_save_themselves_use_files() -> None:
    flow = flow_of("import keras", "m.save('m.keras')", "n = keras.models.load_model('m.keras')")
    assert all(FILES in each.effects for each in flow.statements[1:])


@pytest.mark.parametrize(
    ("write", "read"),
    [
        ("np.savetxt('a.txt', a)", "b = np.loadtxt('a.txt')"),
        ("np.savez('a.npz', a=a)", "b = np.load('a.npz')['a']"),
        ("a.tofile('a.bin')", "b = np.fromfile('a.bin')"),
        ("d.to_feather('a.f')", "b = pd.read_feather('a.f')"),
        ("savemat('a.mat', {'a': a})", "b = loadmat('a.mat')"),
    ],
)
def test_what_is_written_and_read_back_uses_files(write: str, read: str) -> None:
    one, other = flow_of(write, read).statements
    assert FILES in one.effects & other.effects
    assert (one.reads_only, other.reads_only) == (False, True)


def test_a_function_that_draws_makes_its_caller_draw() -> None:
    flow = flow_of("import matplotlib.pyplot as plt\ndef sketch(x):\n    plt.plot(x)", "sketch(1)")
    assert FIGURE in flow.statements[-1].effects


@pytest.mark.parametrize(
    ("command", "effect"),
    [
        ("ls -l data", None),
        ("cat a.csv | grep x | wc -l", None),
        ("test -d data && echo there || echo gone", None),
        ("echo a > b.txt", "<files>"),
        ("mkdir -p out && rm -rf old", "<files>"),
        ("gunzip -f data/*.gz", "<files>"),
        ("cp raw/a_*.csv.gz data/", "<files>"),
        ("wget -q https://example.org/a.csv", "<files>"),
        ("cp -r ../tools .", "<environ>"),
        ("unzip code.zip", "<environ>"),
        ("git clone https://example.org/tools", "<environ>"),
        ("ls $(make)", "<environ>"),
        ("python tools.py", "<environ>"),
        ("mkdir out & ", "<environ>"),
        ("export A=1", "<environ>"),
    ],
)
def test_what_shell_commands_change(command: str, effect: str | None) -> None:
    statement = flow_of(f"!{command}").statements[-1]
    assert statement.effects & {"<files>", "<environ>"} == ({effect} if effect else set())
    assert effect != "<files>" or not statement.reads_only


def test_imports_after_commands_about_files_stand_at_the_top() -> None:
    from notebooks import plan_for

    lines = plan_for("!mkdir -p out\nimport numpy as np", "print(np.pi)").imports
    assert [(line.text, line.late) for line in lines][-1] == ("import numpy as np", False)
    lines = plan_for("!unzip code.zip\nimport numpy as np", "print(np.pi)").imports
    assert [(line.text, line.late) for line in lines][-1] == ("import numpy as np", True)
