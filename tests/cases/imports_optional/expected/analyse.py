"""Analyse: what the data say (cells 1, 3 of the notebook)."""

import collections
import json as js
import os.path
import xml.etree.ElementTree as ET

try:
    from math import dist
except ImportError:
    dist = None

try:
    import no_such_module_here as fast
except ImportError:
    fast = None


def parsed(text):
    import re

    return re.findall(r"\d+", text), ET.fromstring("<a/>").tag, js.loads(text)


def analyse() -> None:
    """Analyse: what the data say (notebook cells 1, 3)."""
    if fast is None:
        import statistics as st
    else:
        st = fast
    print(dist([0], [1]), st.mean([1, 3]), os.path.join("a", "b"), parsed("12"))
    print(collections.Counter("aab").most_common(1))
