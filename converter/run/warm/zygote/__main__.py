"""Started by path under the kernel's own Python, which need not know nbship: `python FOLDER FD`.

The folder is loaded as a package under a private name, and `sys.path` is left as
`python -m ipykernel_launcher` would have it.
"""

import importlib.util
import os
import sys

NAME = "_nbship_zygote"


def load(folder: str) -> None:
    """Make the folder importable as the package NAME."""
    spec = importlib.util.spec_from_file_location(
        NAME, os.path.join(folder, "__init__.py"), submodule_search_locations=[folder]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    load(os.path.dirname(os.path.abspath(__file__)))
    del sys.path[0]
    run = importlib.import_module(f"{NAME}.main").main(sys.argv[1:])
    if run is None:
        os._exit(0)  # there is nothing to tear down that anybody could notice
    run.start()
