"""Functions that cut rows at edges which the notebook keeps in a table: any rows are cut alike."""

from __future__ import annotations

import pytest
from served_rows import ASK, IMPORTS, SPLIT, checked, synthesis

pytest.importorskip("sklearn")

CUT = (
    "def banded(d):\n    out = pd.DataFrame(index=d.index)\n    for v in ['size', 'rooms']:\n"
    "        out[v] = pd.cut(d[v], bins[v], labels=False)\n    return out\nX, y = banded(df), df['price']"
)
TABLES = {
    "a loop": "bins = {}\nfor v in ['size', 'rooms']:\n    edges = np.unique(np.quantile(df[v], [0, .5, 1]))\n"
    "    edges[0], edges[-1] = -np.inf, np.inf\n    bins[v] = edges",
    "quantiles": "bins = {}\nfor v in ['size', 'rooms']:\n    bins[v] = [-1, *df[v].quantile([.2, .8]), 999]",
    "bins that were made": "bins = {}\nfor v in ['size', 'rooms']:\n"
    "    _, bins[v] = pd.qcut(df[v], 3, retbins=True, duplicates='drop')",
    "a comprehension": "bins = {v: np.linspace(-1, 999, 5) for v in ['size', 'rooms']}",
    "written down": "bins = {'size': [0, 50, 999], 'rooms': [-1, 2, 9]}",
}
NUMBERS = {
    "numbers of bins": "bins = {'size': 4, 'rooms': 3}",
    "one of them a number": "bins = {}\nfor v in ['size', 'rooms']:\n    edges = [0, 999]\n    edges = 4\n    bins[v] = edges",
    "changed in another way": "bins = {'size': [0, 999], 'rooms': [0, 9]}\nbins.update(size=4)",
}


@pytest.mark.parametrize("name", TABLES)
def test_functions_that_cut_at_kept_edges_are_served(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, TABLES[name], CUT, "X = X.fillna(0)", SPLIT, ASK)
    assert not found.refused
    checked(found)


@pytest.mark.parametrize("name", NUMBERS)
def test_functions_that_cut_into_numbers_of_bins_are_not(name, table):
    read = f"df = pd.read_csv({str(table)!r}).fillna(0)"
    found = synthesis(IMPORTS, read, NUMBERS[name], CUT, "X = X.fillna(0)", SPLIT, ASK)
    assert not found.made
