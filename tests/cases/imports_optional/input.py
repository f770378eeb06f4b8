# %%
try:
    import no_such_module_here as fast
except ImportError:
    fast = None
try:
    from math import dist
except ImportError:
    dist = None
if fast is None:
    import statistics as st
else:
    st = fast
import os.path
import xml.etree.ElementTree as ET
import collections, json as js

# %% [markdown]
# ## Use


# %%
def parsed(text):
    import re

    return re.findall(r"\d+", text), ET.fromstring("<a/>").tag, js.loads(text)


print(dist([0], [1]), st.mean([1, 3]), os.path.join("a", "b"), parsed("12"))
print(collections.Counter("aab").most_common(1))
