"""The notebook, top to bottom (cells 1-3 of the notebook)."""

from demo.parameters import Parameters


def notebook(parameters: Parameters) -> None:
    """The notebook, top to bottom (notebook cells 1-3).

    In one piece, on module globals: cell 2 defines 'raised', which other processes look up by its name.
    """
    global Pool, base, pool, raised
    from multiprocessing import Pool

    base = len("abc")

    def raised(x, power=base):
        return x**power

    with Pool(1) as pool:
        print(pool.map(raised, range(4)))
