"""Cells that ask a kernel whether it is a true one, as notebooks whose runs are compared.

Each name says what its cell looks at. A cell that fails on purpose is tagged `raises-exception`,
but for the last of a notebook.
"""

from __future__ import annotations

from typing import Any

FAILS = ("raises-exception",)


def fails(source: str) -> dict[str, Any]:
    return {"source": source, "tags": FAILS}


STREAMS: dict[str, str | dict[str, Any]] = {
    "stdout": "print('a')\nprint('b')",
    "both streams": "import sys\nprint('out 1')\nprint('err 1', file=sys.stderr)\nprint('out 2')",
    "flushed in turn": (
        "for n in range(3):\n    print(n, flush=True)\n    print(-n, file=sys.stderr, flush=True)"
    ),
    "around a display": (
        "from IPython.display import display, HTML\nprint('before')\ndisplay(HTML('<b>x</b>'))\n"
        "print('after', file=sys.stderr)"
    ),
    "no newline": "print('no end', end='')\nsys.stdout.write('x')",
    "file descriptor": "import os, time\nos.write(1, b'written to 1\\n')\ntime.sleep(0.4)",
    "subprocess": "import subprocess\ncode = subprocess.run(['echo', 'from a process']).returncode\ntime.sleep(0.4)\ncode",
    "os.system": "code = os.system('echo from a shell; echo complaint >&2')\ntime.sleep(0.4)\ncode",
    "shell line": "!echo shell; echo wrong >&2\n!exit 3\n_exit_code",
    "shell value": "files = !printf 'a\\nb\\n'\nfiles",
    "bash cell": "%%bash\necho one\necho two >&2",
    "failing bash cell": fails("%%bash\necho one\nexit 4"),
    "C library": "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.puts(b'from C')\nlibc.fflush(None)\ntime.sleep(0.4)",
    "capture": "%%capture taken\nprint('hidden')\ndisplay(1)\nprint('too', file=sys.stderr)",
    "captured": "print(repr(taken.stdout), repr(taken.stderr), len(taken.outputs))\ntaken.show()",
    "redirected": (
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as held:\n"
        "    print('held')\nprint(held.getvalue().upper())"
    ),
    "unicode": "print('é € 😀 \\u2028 \\x00 \\x1b[31mred\\x1b[0m')\nsys.stdout.encoding",
    "surrogate": fails("print('\\udc80')"),
    "long": "print('x' * 200_000)\nfor n in range(500):\n    print(n)",
    "carriage returns": "for n in range(4):\n    print(f'\\r{n}', end='')\nprint()",
    "thread": (
        "import threading\ndef work():\n    print('in', threading.current_thread().name)\n"
        "t = threading.Thread(target=work)\nt.start()\nt.join()"
    ),
    "failing thread": (
        "def broken():\n    raise ValueError('in a thread')\n"
        "t = threading.Thread(target=broken)\nt.start()\nt.join()"
    ),
    "forked process": (
        "import multiprocessing\nfork = multiprocessing.get_context('fork')\n"
        "p = fork.Process(target=print, args=('in a child',))\np.start()\np.join()\np.exitcode"
    ),
    "pool of processes": (
        "with fork.Pool(2) as workers:\n    print(sum(workers.map(abs, range(-5, 5))))"
    ),
    "logging": (
        "import logging\nlogging.warning('by default')\nlogging.info('not shown')\n"
        "logging.getLogger('x').error('of x')"
    ),
    "configured logging": (
        "logging.basicConfig(level=logging.INFO, force=True, format='%(levelname)s %(threadName)s "
        "%(message)s')\nlogging.info('shown')"
    ),
    "stream attributes": (
        "print(type(sys.stdout), sys.stdout.isatty(), sys.stdout.writable(), sys.stdout.fileno() > 2)\n"
        "print(sys.stdout.name, sys.stdin.read())"
    ),
    "unraisable": "class Bad:\n    def __del__(self):\n        raise ValueError('late')\nBad()\nprint('on')",
}

RESULTS: dict[str, str | dict[str, Any]] = {
    "expression": "40 + 2",
    "nothing": "None",
    "semicolon": "42;",
    "history": "_, __, _1, Out[1], In[1], _i, _ih[-2], len(Out)",
    "assignment in between": "x = 5\nx",
    "underscore": "_ + 1",
    "long list": "list(range(200))",
    "nested": "{'a': [1, 2, {'b': (3, None)}], 'c': {4}, 5: 'x' * 100}",
    "interactivity": (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "InteractiveShell.ast_node_interactivity = 'all'"
    ),
    "all expressions": "1\n'two'\nprint('three')\n[4]",
    "interactivity back": "InteractiveShell.ast_node_interactivity = 'last_expr'\n'back'",
    "repr html": (
        "class Rich:\n    def _repr_html_(self):\n        return '<i>rich</i>'\n"
        "    def _repr_latex_(self):\n        return '$x$'\n    def __repr__(self):\n"
        "        return 'plain'\nRich()"
    ),
    "mimebundle": (
        "class Bundle:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'p', 'application/x-own+json': {'a': 1}}, {'text/plain': {'m': 2}}\n"
        "Bundle()"
    ),
    "failing repr": (
        "class Broken:\n    def __repr__(self):\n        raise RuntimeError('no repr')\n"
        "    def _repr_html_(self):\n        return '<b>html</b>'"
    ),
    "failing repr shown": fails("Broken()"),
    "failing html": fails(
        "class NoHtml:\n    def _repr_html_(self):\n        return 1 / 0\n"
        "    def __repr__(self):\n        return 'fallback'\nNoHtml()"
    ),
    "displays": (
        "from IPython.display import *\ndisplay(1, 'two', [3])\n"
        "display(Markdown('# m'), Latex('$y$'), JSON({'a': 1}), SVG('<svg></svg>'), Javascript('1'))\n"
        "display(Image(b'\\x89PNG\\r\\n\\x1a\\n' + b'0' * 60, format='png', width=3), Pretty('p'))\n"
        "display({'text/plain': 'raw', 'text/x-own': 'y'}, raw=True, metadata={'text/plain': {'a': 1}})"
    ),
    "display handle": "handle = display('first', display_id='mine')\nhandle",
    "update in place": "handle.update('second')\nprint('updated')",
    "update by id": "update_display('third', display_id='mine')",
    "random id": "h = display('one', display_id=True)\nh.update('two')\nh.display('three')",
    "clear": "print('gone')\nclear_output()\nprint('stays')",
    "clear and wait": (
        "for n in range(3):\n    clear_output(wait=True)\n    print('step', n)\n    display(n)"
    ),
    "clear at the end": "print('x')\ndisplay('y')\nclear_output(wait=True)",
    "progress by display": (
        "p = ProgressBar(3)\np.display()\nfor n in range(3):\n    p.progress = n + 1"
    ),
    "tqdm": (
        "from tqdm import tqdm\nfor n in tqdm(range(3), file=sys.stdout, disable=False, ncols=40, "
        "bar_format='{l_bar}{bar}'):\n    pass"
        .replace("from tqdm", "import sys\nfrom tqdm")
    ),
    "tqdm.auto": "from tqdm.auto import tqdm as auto\nauto",
    "html cell": "%%html\n<p>html</p>",
    "javascript cell": "%%javascript\nconsole.log(1)",
    "latex and markdown cells": "%%latex\n$z$",
    "write file": "%%writefile made.txt\nline",
    "read it": "open('made.txt').read()",
    "magics": "%lsmagic\nprint(len(%lsmagic.magics_manager.magics['line']) > 50)"
    .replace("%lsmagic.", "get_ipython()."),
    "who": "%who_ls",
    "help": "print?",
    "page": "%psource len",
    "source of a function": "def f(a):\n    # comment\n    return a\nimport inspect\nprint(inspect.getsource(f))\n%pdoc f",
    "namespace": (
        "print(__name__, '__file__' in globals(), __builtins__, [n for n in globals() if n[0] != '_'][:3])"
    ),
    "main module": (
        "import sys, pickle\nclass Own:\n    pass\nprint(Own, Own.__module__, "
        "sys.modules['__main__'].__dict__ is globals())\nlen(pickle.dumps(Own()))"
    ),
    "dataclass": (
        "import dataclasses, typing\n@dataclasses.dataclass\nclass Point:\n    x: 'int'\n    y: float = 2.0\n"
        "print(typing.get_type_hints(Point))\nPoint(1)"
    ),
    "shell object": (
        "ip = get_ipython()\nprint(type(ip), type(ip.kernel), type(ip.parent), 'IPKernelApp' in ip.config)\n"
        "print(ip.execution_count, ip.user_module, ip.colors, ip.loop_runner)"
    ),
    "sys": "import sys\nprint(sys.argv[0].rsplit('/')[-1], sys.argv[1], len(sys.argv), sys.path[3:4])",
    "display from a thread": (
        "import threading\nt = threading.Thread(target=lambda: display('threaded'))\nt.start()\nt.join()"
    ),
    "store_history": "%history -l 2\nIn[-1]",
    "autocall": "%autocall 0\n/len [1, 2]",
    "automagic": "%automagic\npwd_is = 1",
    "time": "%%time\nx = 1",
    "alias": "%alias say echo said\n%say yes",
    "macro": "%macro twice 1\ntwice",
    "env": "%env NBSHIP_PROBE=1\nimport os\nos.environ['NBSHIP_PROBE'], os.environ['TERM'], os.environ['PAGER']",
    "cd": "import tempfile\nhere = os.getcwd()\n%cd /tmp\n%cd -q {here}\nos.getcwd() == here, _dh[0] == here or str(_dh[0]) == here",
}

ERRORS: dict[str, str | dict[str, Any]] = {
    "zero division": fails("def inner(n):\n    return 1 / n\n\ndef outer():\n    inner(0)\nouter()"),
    "syntax": fails("x = (1,\ny = 2"),
    "indentation": fails("if True:\nprint(1)"),
    "tokens": fails("'unfinished"),
    "name": fails("undefined_name"),
    "attribute": fails("import os\nos.no_such_name"),
    "no module": fails("import no_such_module_at_all"),
    "no name in module": fails("from os import no_such_name"),
    "chained": fails("try:\n    {}['k']\nexcept KeyError as exc:\n    raise ValueError('bad') from exc"),
    "during handling": fails("try:\n    {}['k']\nexcept KeyError:\n    int('x')"),
    "several lines": fails("class Own(Exception):\n    pass\nraise Own('first\\nsecond')"),
    "with notes": fails(
        "e = ValueError('x')\nif hasattr(e, 'add_note'):\n    e.add_note('a note')\nraise e"
    ),
    "recursion": fails("def down(n):\n    return down(n + 1)\ndown(0)"),
    "assertion": fails("assert 1 == 2, 'not equal'"),
    "after output": fails("print('before')\nimport sys\nprint('err', file=sys.stderr)\n1 / 0"),
    "keyboard interrupt": fails("raise KeyboardInterrupt"),
    "system exit": fails("import sys\nsys.exit('leaving')"),
    "exit": fails("exit(2)"),
    "input": fails("input('name? ')"),
    "getpass": fails("import getpass\ngetpass.getpass()"),
    "pdb": fails("breakpoint"),
    "in a file": fails(
        "open('beside.py', 'w').write('def f():\\n    return [][3]\\n')\nimport beside\nbeside.f()"
    ),
    "import that fails": fails(
        "open('broken.py', 'w').write('import json\\nimport no_such_thing\\n')\nimport broken"
    ),
    "in exec": fails("exec('1/0')"),
    "in a comprehension": fails("[int(c) for c in '12x']"),
    "in a lambda": fails("(lambda v: v.nope)(3)"),
    "in a generator": fails("def g():\n    yield 1\n    raise OSError(2, 'gone', 'file')\nlist(g())"),
    "in a magic": fails("%cd /no/such/folder"),
    "in a cell magic": fails("%%time\n1/0"),
    "unknown magic": fails("%no_such_magic"),
    "usage error": fails("%run no_such_script.py"),
    "argparse": fails(
        "import argparse\nargparse.ArgumentParser(prog=None).parse_args(['--no-such-option'])"
    ),
    "printed traceback": (
        "import traceback\ntry:\n    outer()\nexcept ZeroDivisionError:\n    traceback.print_exc()"
    ),
    "last exception": "import sys\nprint(sys.last_type, type(sys.last_value).__name__)",
    "custom handler": (
        "def handler(shell, etype, value, tb, tb_offset=None):\n    print('handled', value)\n"
        "get_ipython().set_custom_exc((LookupError,), handler)"
    ),
    "handled": "raise LookupError('mine')",
    "xmode": "%xmode Plain",
    "plain": fails("outer()"),
    "xmode minimal": "%xmode Minimal",
    "minimal": fails("outer()"),
    "xmode verbose": "%xmode Verbose",
    "verbose": fails("inner(0)"),
    "xmode back": "%xmode Context",
    "exception in hook": "get_ipython().events.register('post_run_cell', lambda result: print('hook'))",
    "hooked": "'value'",
    "continues": "print(len(In) > 40)",
    "ends here": "raise RuntimeError('the end')",
    "not run": "print('never')",
}

WARNINGS: dict[str, str | dict[str, Any]] = {
    "user warning": "import warnings\nwarnings.warn('careful')\nwarnings.warn('careful')",
    "from a function": "def old():\n    warnings.warn('old', DeprecationWarning, stacklevel=2)\nold()\nold()",
    "again": "old()",
    "from a file": (
        "open('warner.py', 'w').write('import warnings\\nwarnings.warn(\"at import\")\\n"
        "def f():\\n    warnings.warn(\"dep\", DeprecationWarning)\\n    "
        "warnings.warn(\"fut\", FutureWarning)\\n')\nimport warner\nwarner.f()"
    ),
    "filtered": "warnings.filterwarnings('ignore')\nwarner.f()\nwarnings.warn('unseen')",
    "reset": "warnings.resetwarnings()\nwarner.f()",
    "as errors": fails("warnings.simplefilter('error')\nwarnings.warn('now an error')"),
    "filters": "warnings.resetwarnings()\nwith warnings.catch_warnings(record=True) as seen:\n    old()\nprint(seen[0].filename, seen[0].lineno)",
    "always": "warnings.simplefilter('always')\nold()\nold()",
    "literal": "x = 3\nx is 3",
    "resource": "open('warner.py')\nNone",
}

AWAITS: dict[str, str | dict[str, Any]] = {
    "await": "import asyncio\nawait asyncio.sleep(0.01, 'slept')",
    "async with": (
        "class Door:\n    async def __aenter__(self):\n        return 'in'\n    async def __aexit__(self, *_):\n"
        "        print('out')\nasync with Door() as d:\n    print(d)"
    ),
    "async for": "async def count():\n    for n in range(3):\n        yield n\n[n async for n in count()]",
    "task": "done = []\nasync def later():\n    await asyncio.sleep(0.02)\n    done.append(1)\n    print('task')\nt = asyncio.create_task(later())\nNone",
    "awaited task": "await t\ndone",
    "gathered": "await asyncio.gather(*(asyncio.sleep(0, n) for n in range(3)))",
    "asyncio.run": fails("c = asyncio.sleep(0)\ntry:\n    asyncio.run(c)\nfinally:\n    c.close()"),
    "running loop": "loop = asyncio.get_running_loop()\nloop.is_running(), type(loop).__name__",
    "tornado loop": "from tornado.ioloop import IOLoop\ntype(IOLoop.current()).__name__",
    "error": fails("async def bad():\n    raise ValueError('async')\nawait bad()"),
    "timeout": fails("await asyncio.wait_for(asyncio.Event().wait(), 0.01)"),
    "context variable": "import contextvars\nv = contextvars.ContextVar('v')\nv.set(3)\nNone",
    "context variable later": "v.get()",
    "thread pool": "await loop.run_in_executor(None, lambda: 'pooled')",
    "subprocess": (
        "p = await asyncio.create_subprocess_exec('echo', 'async', stdout=asyncio.subprocess.PIPE)\n"
        "(await p.communicate())[0]"
    ),
    "autoawait off": "%autoawait off",
    "await refused": fails("await asyncio.sleep(0)"),
    "exits": "import os\nprint('last', flush=True)\nsys_exit = None\nimport sys\nsys.exit()",
    "not run": "print('never')",
}

PICTURES: dict[str, str | dict[str, Any]] = {
    "imports": (
        "import warnings\nwarnings.filterwarnings('ignore')\nimport numpy as np\nimport pandas as pd\n"
        "import matplotlib.pyplot as plt\nprint(warnings.filters[0][:1], 'sklearn' in __import__('sys').modules)"
    ),
    "backend": "import matplotlib\nmatplotlib.get_backend(), matplotlib.is_interactive(), plt.get_fignums()",
    "line": "plt.plot([1, 3, 2])",
    "shown": "fig, ax = plt.subplots(figsize=(2, 1))\nax.bar(['a', 'b'], [1, 2])\nplt.show()\nprint('after')",
    "figure as value": "fig",
    "two figures": "plt.figure(figsize=(1, 1))\nplt.plot([1])\nplt.figure(figsize=(1, 1))\nplt.plot([2]);",
    "closed": "plt.plot([5])\nplt.close('all')",
    "none left": "plt.get_fignums()",
    "display": "display(fig)\nplt.get_fignums()",
    "svg": "%config InlineBackend.figure_format = 'svg'\nplt.rcParams['svg.hashsalt'] = 'x'\nplt.figure(figsize=(1, 1));",
    "png again": "%matplotlib inline\n%config InlineBackend.figure_formats = ['png']\nplt.hist([1, 2, 2]);",
    "error with figure": fails("plt.plot([1, 2])\n1 / 0"),
    "frame": "df = pd.DataFrame({'a': range(100), 'b': list('xy') * 50})\ndf",
    "series": "df['a'].describe()",
    "style": "df.head(2).style.set_uuid('u').format(precision=1)",
    "plot of frame": "df.plot(figsize=(1, 1))\nNone",
    "array": "np.arange(12.0).reshape(3, 4)",
    "division": "np.array([1.0]) / 0",
    "printed frame": "print(df.head(3))\nprint(pd.get_option('display.width'), pd.get_option('display.max_columns'))",
    "use another backend": "matplotlib.use('Agg')\nplt.plot([1])\nplt.show()",
    "frame warning": "pd.DataFrame({'a': [1, 2]})['a'].fillna(0).sum()",
    "estimator": (
        "from sklearn.linear_model import LogisticRegression\nfrom sklearn.pipeline import make_pipeline\n"
        "warnings.filters[0][0], make_pipeline(LogisticRegression())"
    ),
    "fitted": "LogisticRegression().fit([[0.0], [1.0]], [0, 1])",
    "not converged": "LogisticRegression(max_iter=1).fit([[0.0], [1.0], [5.0]], [0, 1, 0])",
}

DIES: dict[str, str | dict[str, Any]] = {
    "before": "print('before')",
    "gone": "import os, time\nprint('flushed', flush=True)\ntime.sleep(0.4)\nos._exit(3)",
    "not run": "print('never')",
}

NOTEBOOKS = {
    "streams": STREAMS,
    "results": RESULTS,
    "errors": ERRORS,
    "warnings": WARNINGS,
    "awaits": AWAITS,
    "pictures": PICTURES,
    "dies": DIES,
}
