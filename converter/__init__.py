"""nbship: a compiler from Jupyter notebooks to production projects."""

__version__ = "0.1.0"
