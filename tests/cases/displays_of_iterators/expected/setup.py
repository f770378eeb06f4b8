"""Setup (cells 1-6, 10 of the notebook)."""


def doubled(*, xs):
    for x in xs:
        yield 2 * x


def setup() -> None:
    """Setup (notebook cells 1-6, 10)."""
    xs = [3, 1, 2]
    squares = (x * x for x in xs)
    pairs = zip(xs, "abc")
    texts = map(str, xs)
    twice = doubled(xs=xs)
    kept = iter(xs)
    sum(squares)
    list(pairs)
    ", ".join(texts)
    1 in twice, sorted(xs)
    [x for x in kept if x > 1]
    print(list(squares), list(pairs), list(texts), list(twice), list(kept))
