"""Loads files for real in throw-away children and says what they did: `farm.py MODULES.json`, jobs on standard input.

A line of input is {"jobs": [[file, loader], ..]}, answered by one line [[event, ..], ..] in the same order. Everything that
the policy lists is imported first; each batch runs in a forked child in an empty folder, with an audit hook, 4 GB of
address space, no core dumps and a watchdog of five seconds a load: a child that dies or hangs is the file's doing, and
another child goes on behind it. Told is what the file chose, not what the interpreter does for itself: a lazy import of a
library's own module, a source line for a warning.
"""
import gc
import importlib
import io
import json
import os
import pickle
import re
import resource
import select
import shutil
import signal
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")
SECONDS = 5
MEMORY = 4 * 2**30
#: A load that makes the process grow by so much (KiB) for a small file.
GROWTH = 400 * 1024
QUIET = ("object.__", "builtins.id", "sys._getframe", "pickle.find_class", "array.__new__", "cpython.", "gc.", "sys.unraisablehook",
         "sys.excepthook", "code.__new__", "function.__new__", "resource.", "sys.monitoring", "monitoring.", "marshal.", "sys.set_asyncgen",
         "builtins.breakpoint", "time.sleep", "signal.")  # fmt: skip
HOMES = tuple({os.path.realpath(p) for p in (sys.prefix, sys.base_prefix)} | {sys.prefix, sys.base_prefix})
ZONES = ("/usr/share/zoneinfo",)
GENUINE_TEMPLATE = re.compile(r"\ndef _parse_args\(self, [\w, =.]*\):\n    return \([\w, ]*\), loc, scale\n\ndef _parse_args_rvs\(")


def load_pickle(path):
    with open(path, "rb") as f:
        return pickle.load(f)


def load_python(path):
    with open(path, "rb") as f:
        return pickle._Unpickler(io.BytesIO(f.read())).load()


def load_joblib(path):
    import joblib

    return joblib.load(path)


def load_numpy(path):
    import numpy

    found = numpy.load(path, allow_pickle=True)
    return dict(found) if hasattr(found, "files") else found


LOADERS = {"pickle": load_pickle, "python": load_python, "joblib": load_joblib, "numpy": load_numpy}


def prepare(modules):
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception:  # not in this version
            pass
    for codec in ("latin_1", "raw_unicode_escape", "cp437", "ascii", "unicode_escape"):
        importlib.import_module("encodings." + codec)
    for lazy in ("_strptime", "decimal", "zoneinfo", "linecache", "tokenize", "inspect"):
        try:
            importlib.import_module(lazy)
        except ImportError:
            pass
    known = set(sys.modules)
    for module in modules:
        parts = module.split(".")
        known.update(".".join(parts[: i + 1]) for i in range(len(parts)))
    return known


class Hook(object):
    def __init__(self, known):
        self.known, self.seen, self.path, self.data = known, [], "", b""

    def begin(self, path):
        self.seen, self.path = [], path
        with open(path, "rb") as f:
            self.data = f.read()
        self.seen = []

    def home(self, path):
        path = os.path.abspath(os.fsdecode(path))
        return path.startswith(HOMES) or path.startswith(ZONES)

    def __call__(self, event, args):
        try:
            told = self.judged(event, args)
        except Exception as error:  # the hook's own mistake must be seen
            told = "hook %r" % error
        if told is not None and len(self.seen) < 20:
            self.seen.append(told)

    def judged(self, event, args):
        if self.path is None or event.startswith(QUIET):
            return None
        if event == "import":
            name = str(args[0])
            if not all(part.isidentifier() for part in name.split(".")):
                return None  # nothing that any loader finds
            return None if name in self.known or name.split(".")[-1].encode() not in self.data else "import " + name
        if event == "open":
            return self.opened(args)
        if event in ("os.listdir", "os.scandir"):
            return None if args[0] is None or self.home(args[0]) else "%s %s" % (event, args[0])
        if event == "compile":
            name = args[1]
            if name is not None and self.home(name) and os.fsdecode(name).startswith("/"):
                return None
            source = args[0] if isinstance(args[0], str) else bytes(args[0] or b"").decode("latin-1")
            return None if GENUINE_TEMPLATE.match(source) else "compile " + repr(source[:100])
        if event == "exec":
            name = getattr(args[0], "co_filename", "")
            if name.startswith("/") and self.home(name) or name.startswith("<frozen"):
                return None
            return None if set(args[0].co_names) <= {"_parse_args", "_parse_args_rvs", "_parse_args_stats"} else "exec " + repr(args[0].co_names[:8])
        return event + " " + repr(args)[:100]

    def opened(self, args):
        path, mode, flags = (tuple(args) + (None, None))[:3]
        if not isinstance(path, (str, bytes)):
            return None
        writes = isinstance(mode, str) and any(c in mode for c in "wax+") or isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not writes and (os.path.abspath(os.fsdecode(path)) == self.path or self.home(path)):
            return None
        name = os.path.basename(os.fsdecode(path))
        if not writes and name.endswith((".pyx", ".pxi")) and name.encode("utf-8", "replace") not in self.data:
            return None  # a library's own source line, for a traceback
        return "open %s %s" % (os.fsdecode(path)[:100], mode)


def child(jobs, first, known, into):
    """Jobs from `first` on, one line each: "b" before and the events behind."""
    devnull = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(devnull, fd)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hook = Hook(known)
    sys.addaudithook(hook)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path, loader in jobs[first:]:
        hook.begin(path)
        os.write(into, b"b\n")
        try:
            loaded = LOADERS[loader](path)
            ended = "loaded"
        except BaseException as error:  # whatever a stream does
            ended = type(error).__name__
        loaded = None  # dropping it is part of loading it
        seen, hook.path = list(hook.seen), None
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if after - before > GROWTH:
            seen.append("memory +%d MiB" % ((after - before) // 1024))
        before = max(before, after)
        for name in os.listdir("."):
            seen.append("left " + name)
            shutil.rmtree(name, ignore_errors=True) if os.path.isdir(name) else os.remove(name)
        os.write(into, (json.dumps([ended, seen]) + "\n").encode())
    gc.collect()
    os._exit(0)


def batch(jobs, known):
    """[[how it ended, events], ..] of all jobs, by as many children as it takes."""
    answers = []
    while len(answers) < len(jobs):
        folder = tempfile.mkdtemp()
        out, into = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(out)
                os.chdir(folder)
                child(jobs, len(answers), known, into)
            finally:
                os._exit(99)
        os.close(into)
        watched(pid, out, answers, len(jobs))
        os.close(out)
        shutil.rmtree(folder, ignore_errors=True)
    return answers


def spent(pid):
    """CPU seconds of a process: on a busy machine the clock on the wall says little."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            fields = f.read().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def watched(pid, out, answers, wanted):
    rest, begun, since, used = b"", False, time.time(), 0.0
    while True:
        if not select.select([out], [], [], 1)[0]:
            if spent(pid) - used < SECONDS and time.time() - since < 12 * SECONDS:
                continue
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            answers.append(["timeout", ["timeout"]])
            return
        piece = os.read(out, 65536)
        if not piece:
            break
        rest += piece
        while b"\n" in rest:
            line, rest = rest.split(b"\n", 1)
            since, used = time.time(), spent(pid)
            begun = line == b"b"
            if not begun:
                answers.append(json.loads(line))
    status = os.waitpid(pid, 0)[1]
    if begun or len(answers) < wanted:
        how = "signal %d" % (status & 127) if status & 127 else "exit %d" % (status >> 8)
        answers.append([how, [how]])
    elif status != 0:  # at the end, when everything was dropped
        answers[-1][1].append("at the end: status %d" % status)


def main():
    with open(sys.argv[1]) as f:
        known = prepare(json.load(f))
    gc.disable()
    gc.freeze() if hasattr(gc, "freeze") else None
    for line in sys.stdin:
        sys.stdout.write(json.dumps(batch(json.loads(line)["jobs"], known)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
