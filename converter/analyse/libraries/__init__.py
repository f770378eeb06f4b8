"""The tables, in the order of reading."""

from __future__ import annotations

from converter.analyse.libraries.keras import KERAS
from converter.analyse.libraries.lifelines import LIFELINES
from converter.analyse.libraries.lightgbm import LIGHTGBM
from converter.analyse.libraries.matplotlib import MATPLOTLIB
from converter.analyse.libraries.numpy import NUMPY
from converter.analyse.libraries.pandas import PANDAS
from converter.analyse.libraries.polars import POLARS
from converter.analyse.libraries.python import PYTHON
from converter.analyse.libraries.sklearn import SKLEARN
from converter.analyse.libraries.statsmodels import STATSMODELS
from converter.analyse.libraries.torch import TORCH
from converter.analyse.libraries.xgboost import XGBOOST

LIBRARIES = (
    PYTHON,
    NUMPY,
    PANDAS,
    SKLEARN,
    MATPLOTLIB,
    STATSMODELS,
    XGBOOST,
    LIGHTGBM,
    LIFELINES,
    TORCH,
    KERAS,
    POLARS,
)
