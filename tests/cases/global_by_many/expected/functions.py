"""status, add_title, titles, fill_fares and more, which share filled, table with the stages."""

from typing import Any

import pandas as pd

filled: Any = None
table: Any = None  # bound in cells 2, 4-5


def status(what):
    print("done:", what)


def add_title():
    table["title"] = table["name"].map(lambda name: titles[name.split()[0]])
    return table


titles = {"Mr": "mister", "Mrs": "madam"}


def fill_fares():
    global table, filled
    filled = table["fare"].isna().sum()
    table = table.fillna({"fare": 0.0})
    status("fares")


def dummies():
    global table
    table = pd.concat([table, pd.get_dummies(table["title"])], axis=1)
    status("dummies")
    return table
