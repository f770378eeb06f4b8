"""Built-in functions and types, and the standard library."""

from __future__ import annotations

from converter.analyse.library import Library, words

PYTHON = Library(
    roots=(),
    source="The Python Standard Library, 3.13: Built-in Functions, Built-in Types, collections, "
    "heapq, bisect, random, copy, itertools, json, pathlib, datetime",
    changing=words("""
        add append appendleft clear difference_update discard extend extendleft insert
        intersection_update move_to_end pop popitem popleft put put_nowait get_nowait remove
        reverse rotate setdefault sort subtract symmetric_difference_update update write writelines
        read readline readlines seek truncate close send throw set acquire release cancel seed
        shuffle setstate writerow writerows writeheader
        """),
    changing_arguments={
        "delattr": (0,),
        "setattr": (0,),
        "heapify": (0,),
        "heappop": (0,),
        "heappush": (0,),
        "heappushpop": (0,),
        "heapreplace": (0,),
        "insort": (0,),
        "insort_left": (0,),
        "insort_right": (0,),
        "next": (0,),
        "shuffle": (0,),
    },
    views=words("get items keys values most_common elements new_child"),
    fresh=words("""
        as_integer_ratio bit_length capitalize casefold center conjugate count date day decode
        encode endswith expandtabs find format format_map hex index isalnum isalpha isascii
        isdecimal isdigit isidentifier islower isnumeric isoformat isprintable isspace istitle
        issubset issuperset isdisjoint isupper join ljust lower lstrip partition removeprefix
        removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines
        startswith strftime strip swapcase time timestamp title total_seconds translate upper
        weekday zfill exists is_file is_dir read_text read_bytes iterdir glob rglob with_suffix
        with_name relative_to resolve absolute as_posix group groups groupdict span match search
        fullmatch findall finditer sub hexdigest digest difference intersection union
        symmetric_difference
        """),
    functions=words("""
        abs all any ascii bin bool bytes callable chr complex divmod eval float format getattr
        hasattr hash hex id int isinstance issubclass len max min oct ord pow print range repr
        round str sum type input open display
        ceil comb cos degrees dist exp fabs factorial floor fsum gcd hypot isclose isfinite isinf
        isnan log log10 log1p log2 perf_counter pi prod radians sin sleep sqrt tan time
        choice choices gauss randint random randrange sample triangular uniform normalvariate
        betavariate expovariate deepcopy dumps loads fmean mean median mode pstdev stdev variance
        getenv getcwd listdir exists isfile isdir basename dirname splitext getsize
        """),
    holding=words("""
        bytearray chain copy cycle deque dict enumerate filter frozenset groupby islice iter list
        map namedtuple object partial product permutations combinations reversed set slice sorted
        starmap super tuple vars zip zip_longest accumulate pairwise repeat tee defaultdict
        OrderedDict Counter SimpleNamespace ref reduce
        """),
    pure_modules=("math", "cmath", "statistics", "operator", "json", "re", "os.path", "platform"),
)
