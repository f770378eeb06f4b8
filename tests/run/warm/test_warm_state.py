"""Nothing of the server or of another run can be seen in a run: each state is as in a new kernel."""

from __future__ import annotations

import ast

from warm_runs import notebook_of, printed, ran, runs_still

MODULES = "sorted(sys.modules)"
IMPORTS = "import numpy, sklearn.cluster, matplotlib.pyplot, pandas, joblib"
# Each look ends in a value that a new kernel gives again; SPOILS changes it for good.
LOOKS = {
    "module files": "[m.__name__ for m in map(sys.modules.get, ('json', 'os')) if not m.__spec__]",
    "finders": "[type(f).__name__ for f in sys.meta_path if type(f).__name__ != 'Stash']",
    "path": "sys.path",
    "environment": "{k: v for k, v in os.environ.items() if not k.startswith(('JPY', 'PYTEST'))}",
    "folder": "os.getcwd()",
    "umask": "oct(os.umask(0o077)), oct(os.umask(0o022))",
    "signals": "[str(signal.getsignal(s)) for s in sorted(signal.valid_signals())]",
    "blocked signals": "signal.pthread_sigmask(signal.SIG_BLOCK, [])",
    "warning filters": "[str(f) for f in warnings.filters]",
    "warning registry": "[n for n in ('os', 'random') if '__warningregistry__' in vars(sys.modules[n])]",
    "root logger": "logging.root.level, [type(h).__name__ for h in logging.root.handlers]",
    "logger tree": "sorted(logging.root.manager.loggerDict)[:0]",
    "threads": "[t.name for t in threading.enumerate() if type(t).__module__ == 'threading']",
    "collector": "gc.isenabled(), gc.get_threshold(), len(gc.garbage)",
    "limits": "sys.getrecursionlimit(), sys.getswitchinterval(), resource.getrlimit(resource.RLIMIT_AS)",
    "locale": "locale.setlocale(locale.LC_ALL)",
    "hooks": "sys.excepthook.__qualname__, sys.unraisablehook.__name__, threading.excepthook.__name__",
    "builtins": "sorted(vars(builtins))",
    "arguments": "len(sys.argv), sys.argv[2].startswith(tempfile.gettempdir())",
    "names": "sorted(n for n in globals() if n[0] != '_')",
    "shell": "In, Out, get_ipython().execution_count, get_ipython().history_manager.session_number",
    "magics": "sorted(get_ipython().magics_manager.magics['line'])",
    "events": "{k: len(v) for k, v in get_ipython().events.callbacks.items()}",
    "formatters": "{k: len(f.type_printers) for k, f in get_ipython().display_formatter.formatters.items()}",
    "configurables": "[type(c).__name__ for c in get_ipython().configurables]",
    "temporary files": "tempfile.tempdir, tempfile.template",
    "processes": "multiprocessing_children()",
    "group": "os.getpgrp() == os.getpid() == os.getsid(0)",
    "descriptors": "max(map(int, os.listdir('/proc/self/fd'))) < 100",
    "clock": "time.process_time() < 5, time.time() * 1000 - logged() < 60_000",
    "children": "resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime < 1",
    "standard input": "sys.stdin.read(), sys.stdin.isatty()",
    "task": "asyncio.all_tasks() and len(asyncio.all_tasks()) < 6",
}
LOOK = (
    "import asyncio, builtins, gc, locale, logging, os, resource, signal, sys, tempfile, threading\n"
    "import time, warnings\n"
    "logged = lambda: logging.makeLogRecord({}).created * 1000 - logging.makeLogRecord({}).relativeCreated\n"
    "def multiprocessing_children():\n"
    "    return open(f'/proc/self/task/{os.getpid()}/children').read()\n"
    "def look(text):\n    return repr(eval(text))\n"
    "print({text: look(text) for text in " + repr([*LOOKS.values(), MODULES]) + "})"
)
LATER = {
    "rng": "random.random(), numpy.random.rand()",
    "seeds": "random.getstate()[1][:3], numpy.random.get_state()[1][:3].tolist()",
}
DETERMINED = {
    "matplotlib": "matplotlib.pyplot.get_fignums(), str(sorted(map(str, matplotlib.rcParams.items())))",
    "backend": "matplotlib.get_backend()",
    "pandas": "pandas.get_option('display.max_rows'), pandas.get_option('display.max_columns')",
    "numpy": "numpy.geterr(), numpy.get_printoptions()",
    "filters": "[str(f) for f in warnings.filters]",
    "parallel": (
        "round(sklearn.cluster.KMeans(3, n_init=1, random_state=0).fit(data).inertia_, 6), "
        "float((data @ data.T).sum().round(3)), "
        "joblib.Parallel(2)(joblib.delayed(abs)(n) for n in range(-3, 3))"
    ),
}
SEEN = (
    f"{IMPORTS}\nimport random, sys, warnings\ndata = numpy.random.default_rng(0).random((600, 8))\n"
    "print({text: repr(eval(text)) for text in " + repr([*DETERMINED.values(), MODULES]) + "})"
)
DRAWN = "print({text: repr(eval(text)) for text in " + repr(list(LATER.values())) + "})"
SPOIL = (
    f"{IMPORTS}\nimport atexit, builtins, gc, locale, logging, os, random, signal, sys, tempfile, time\n"
    "import threading, warnings\n"
    "sys.path.insert(0, '/spoilt'); os.environ['SPOILT'] = '1'; del os.environ['HOME']\n"
    "os.chdir('/'); os.umask(0o077); signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "signal.signal(signal.SIGUSR1, lambda *_: None); warnings.simplefilter('error')\n"
    "logging.basicConfig(level=1); logging.getLogger('spoilt'); gc.disable(); gc.set_threshold(1)\n"
    "sys.setrecursionlimit(5000); builtins.spoilt = 1; sys.argv.append('spoilt')\n"
    "get_ipython().events.register('post_execute', print)\n"
    "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    "os.system('sleep 60 &'); tempfile.tempdir = '/'; random.seed(1); numpy.random.seed(1)\n"
    "matplotlib.pyplot.plot([1]); matplotlib.rcParams['lines.linewidth'] = 9\n"
    "pandas.set_option('display.max_rows', 3); numpy.seterr(all='raise')\n"
    "sklearn.cluster.KMeans(2, n_init=1).fit(numpy.random.rand(5000, 8))\n"
    "files = [open('/dev/null') for _ in range(50)]; json = 1; sys.modules['json'] = None\n"
    "locale.setlocale(locale.LC_ALL, 'C'); numpy.linalg.inv = None\n"
)
LOOKING = notebook_of(LOOK, SEEN, DRAWN)


def looks(node):
    return [ast.literal_eval(text) for text in printed(node)]


def test_each_state_is_as_in_a_new_kernel(pool, tmp_path):
    """Before, after and after another run's excesses; random numbers are new in every run."""
    spoilt = notebook_of(SPOIL)
    fresh = looks(ran(LOOKING, folder=tmp_path)[0])
    drawn = [fresh[2]]
    for turn in range(3):
        warm = looks(ran(LOOKING, pool, folder=tmp_path)[0])
        wrong = [
            f"{name} in run {turn}:\n  {warm[step][text]}\n  {fresh[step][text]}"
            for step, texts in enumerate((LOOKS, DETERMINED))
            for name, text in texts.items()
            if warm[step][text] != fresh[step][text]
        ]
        assert not wrong, "\n".join(wrong)
        for step in range(2):
            one, other = (set(ast.literal_eval(run[step][MODULES])) for run in (warm, fresh))
            assert (sorted(one - other), sorted(other - one)) == ([], [])
        drawn.append(warm[2])
        if turn < 2:
            done, watch = ran(spoilt, pool, folder=tmp_path)
            assert not [o for c in done.cells for o in c.outputs if o.output_type == "error"]
    for text in LATER.values():
        assert len({run[text] for run in drawn}) == 4


def test_a_run_ends_with_all_that_it_has_started(pool, tmp_path):
    done, _ = ran(
        notebook_of("import os, subprocess\nprint(subprocess.Popen(['sleep', '60']).pid)"), pool
    )
    assert not runs_still(int(printed(done)[0]))


def test_what_a_process_does_last_is_done(pool, tmp_path):
    node = notebook_of(
        "import atexit, threading, time\nleft = open('left.txt', 'w')\nprint('x', file=left)",
        "atexit.register(lambda: open('atexit.txt', 'w').close())\nNone",
        "class Owner:\n    def __del__(self):\n        open('deleted.txt', 'w').close()\nowner = Owner()",
        "def late():\n    time.sleep(0.5)\n    open('late.txt', 'w').close()\n"
        "threading.Thread(target=late).start()",
    )
    ran(node, pool, folder=tmp_path)
    assert (tmp_path / "left.txt").read_text() == "x\n"
    assert {path.stem for path in tmp_path.iterdir()} == {"left", "atexit", "deleted", "late"}
