"""Every pickler of this Python: (name, dump(graph, seed) -> bytes). The protocol goes round with the seed."""
from __future__ import print_function

import io
import os
import pickle
import pickletools
import sys
import tempfile

HIGHEST = pickle.HIGHEST_PROTOCOL


def protocol(seed):
    return seed % (HIGHEST + 1)


def written(kind, fast=False):
    """By a pickler over a file, as `pickle.dump` does it."""

    def dump(value, seed):
        into = io.BytesIO()
        pickler = kind(into, protocol(seed))
        if fast:
            pickler.fast = True
        pickler.dump(value)
        return into.getvalue()

    return dump


def optimized(dump):
    return lambda value, seed: pickletools.optimize(dump(value, seed))


def by_joblib(value, seed):
    """Into a file, since old versions take no other; compression goes round too."""
    import joblib

    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "x")
    try:
        joblib.dump(value, path, compress=(0, 0, 3)[seed % 3], protocol=protocol(seed // 3))
        with open(path, "rb") as f:
            return f.read()
    finally:
        for left in os.listdir(folder):
            os.remove(os.path.join(folder, left))
        os.rmdir(folder)


def several(dump):
    """Three pickles in one file, by one pickler: the memo goes on where it was not cleared, as users do it."""

    def both(value, seed):
        return dump(value, seed) + dump([value, 1], seed) + dump(None, seed)

    return both


def numpy_saved(value, seed):
    """An object array by numpy.save, as numpy writes what is no array of numbers."""
    import numpy as np

    holder = np.empty((), dtype=object)
    holder[()] = value
    into = io.BytesIO()
    np.save(into, holder, allow_pickle=True)
    return into.getvalue()


def by_cloudpickle(module):
    return lambda value, seed: module.dumps(value, protocol(seed))


class OwnNames(Exception):
    """A dump that names dill's own functions: they create code and types, and are not listed."""


def by_dill(module):
    module.extend(False)  # importing dill puts its savers into the standard library's pickler

    def dump(value, seed):
        made = module.dumps(value, protocol(seed))
        if b"dill._dill" in made:
            raise OwnNames()
        return made

    return dump


def all_picklers():
    if sys.version_info[0] == 2:
        import cPickle

        both = {"c": written(cPickle.Pickler), "py": written(pickle.Pickler), "c-fast": written(cPickle.Pickler, True), "py-fast": written(pickle.Pickler, True)}
    else:
        both = {"c": written(pickle.Pickler), "py": written(pickle._Pickler), "c-fast": written(pickle.Pickler, True), "py-fast": written(pickle._Pickler, True)}
    both["c-optimized"] = optimized(both["c"])
    both["py-optimized"] = optimized(both["py"])
    both["several"] = several(both["c"])
    for name, dump in (("joblib", by_joblib), ("numpy", numpy_saved)):
        try:
            __import__(name)
            both[name] = dump
        except ImportError:
            pass
    for name, by in (("cloudpickle", by_cloudpickle), ("dill", by_dill)):
        try:
            both[name] = by(__import__(name))
        except ImportError:
            pass
    return both
