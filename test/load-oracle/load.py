"""Loads our own fixtures in real Python under an audit hook, each in a process of its own in a throw-away folder.

Reads a JSON list of {"file", "loader"} from standard input and writes one JSON line each: whether it loaded, the error,
and what the audit hook saw: exec, compile, open, import, os.*, subprocess, socket and everything else that is not plainly
inert. Only files of our own generator ever come here. The first argument names a JSON file with the modules that the
policy lists: they are imported before, so that an import while loading is one that the file chose.
"""
import importlib
import io
import json
import os
import pickle
import resource
import shutil
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")
QUIET = ("object.__", "builtins.id", "sys._getframe", "pickle.find_class", "array.__new__", "cpython.", "gc.", "sys.unraisablehook",
         "sys.excepthook", "code.__new__", "function.__new__", "sys._getframemodulename", "resource.", "sys.monitoring", "monitoring.")
SECONDS = 10
MEMORY = 6 * 2**30


def prepare(modules):
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception:  # not in this version
            pass
    return {"pickle": load_pickle, **({"joblib": load_joblib} if "joblib" in sys.modules else {}), **({"numpy": load_numpy} if "numpy" in sys.modules else {})}


def load_pickle(path):
    with io.BytesIO(open(path, "rb").read()) as f:
        return pickle.load(f)


def load_joblib(path):
    import joblib

    return joblib.load(path)


def load_numpy(path):
    import numpy

    found = numpy.load(path, allow_pickle=True)
    return dict(found) if hasattr(found, "files") else found


def run(path, load, known):
    """One file in this process, which ends with it."""
    seen = []

    def hook(event, args):
        if event.startswith(QUIET):
            return
        if event == "import":
            name = str(args[0])
            if name in known:
                return
            seen.append(f"import {name}")
        elif event == "open":
            if isinstance(args[0], (str, bytes)) and os.path.abspath(os.fsdecode(args[0])) == path:
                return
            seen.append(f"open {str(args[0])[:80]}")
        else:
            seen.append(event)

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.addaudithook(hook)
    try:
        load(path)
        return {"loaded": True, "error": None, "events": list(seen)}
    except BaseException as error:  # whatever a stream does
        return {"loaded": False, "error": f"{type(error).__name__}: {error}"[:200], "events": list(seen)}


def main():
    with open(sys.argv[1]) as f:
        modules = json.load(f)
    loaders = prepare(modules)
    for codec in ("latin_1", "raw_unicode_escape", "cp437", "ascii"):  # the interpreter's own, fetched when first needed
        importlib.import_module(f"encodings.{codec}")
    known = set(sys.modules)
    for module in modules:
        parts = module.split(".")
        known.update(".".join(parts[: i + 1]) for i in range(len(parts)))
    known.discard("_loss")  # genuine only behind another import
    for job in json.load(sys.stdin):
        answer = {"loaded": False, "error": "no such loader", "events": []}
        if job["loader"] in loaders:
            answer = forked(os.path.abspath(job["file"]), loaders[job["loader"]], known)
        sys.stdout.write(json.dumps({**job, **answer}) + "\n")
    sys.stdout.flush()


def forked(path, load, known):
    folder = tempfile.mkdtemp()
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        os.chdir(folder)
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, 1)
        os.dup2(devnull, 2)
        answer = run(path, load, known)
        os.write(into, json.dumps(answer).encode()[:60000])
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as f:
        text = f.read()
    _, status = os.waitpid(child, 0)
    left = sorted(os.listdir(folder))
    shutil.rmtree(folder)
    answer = json.loads(text) if text else {"loaded": False, "error": f"died, status {status}", "events": ["died"]}
    answer["events"] += [f"left {name}" for name in left]
    return answer


if __name__ == "__main__":
    main()
