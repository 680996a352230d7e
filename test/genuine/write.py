"""Writes genuine dumps of random graphs to standard output: `write.py FROM COUNT [PICKLER,PICKLER]`.

Each as: pickler's name (one byte its length), seed (4 bytes), length (4 bytes), bytes; little-endian. The first seeds are
the fitted estimators one by one, then come graphs. What a pickler refuses (a cycle in fast mode, a depth) is left out and
counted on standard error.
"""
from __future__ import print_function

import os
import struct
import sys
import threading
import warnings

warnings.simplefilter("ignore")
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.setrecursionlimit(4000)

import plain  # noqa: E402
from graph import Graph  # noqa: E402
from picklers import all_picklers  # noqa: E402

LEAVES, NODES, HASHABLES, CALLABLES, ALONE = list(plain.LEAVES), list(plain.NODES), list(plain.HASHABLES), list(plain.CALLABLES), []


def scaled(weight, pool):
    return [(weight * one, maker) for one, maker in pool]


def take():
    """Adds what this Python has installed."""
    for module in ("arrays", "frames", "estimators"):
        try:
            found = __import__(module)
        except ImportError:
            continue
        LEAVES.extend(scaled(0.6, getattr(found, "LEAVES", [])))
        NODES.extend(getattr(found, "NODES", []))
        HASHABLES.extend(getattr(found, "HASHABLES", []))
        CALLABLES.extend(getattr(found, "CALLABLES", []))
        ALONE.extend(getattr(found, "FITTED", []))


def value_of(seed):
    if seed < len(ALONE):
        return ALONE[seed]
    # Half of the graphs are Python's own values, so that files stay small and forms many.
    if seed % 2 == 0:
        return Graph(seed, plain.LEAVES, plain.NODES, plain.HASHABLES).value()
    graph = Graph(seed, LEAVES, NODES, HASHABLES)
    if CALLABLES and seed % 20 == 1:
        return {"how": graph.tried(graph.pick(CALLABLES)), "what": graph.value()}
    return graph.value()


def write(first, count, only):
    out = getattr(sys.stdout, "buffer", sys.stdout)
    picklers = sorted((name, dump) for name, dump in all_picklers().items() if only is None or name in only)
    refused = {}
    for seed in range(first, first + count):
        value, cyclic = value_of(seed), False
        for name, dump in picklers:
            if name == "py-fast" and cyclic:
                continue  # what C refuses at once takes this one to the end of the stack
            try:
                made = dump(value, seed)
            except Exception as error:
                key = "%s: %s" % (name, type(error).__name__)
                refused[key] = refused.get(key, 0) + 1
                cyclic = cyclic or name == "c-fast"
                continue
            label = name.encode("ascii")
            out.write(struct.pack("<B", len(label)) + label + struct.pack("<II", seed, len(made)) + made)
        out.flush()
    print(refused, file=sys.stderr)


def main():
    """In a thread of a large stack: old picklers in C recurse until they crash."""
    take()
    threading.stack_size(512 * 1024 * 1024)
    only = sys.argv[3].split(",") if len(sys.argv) > 3 else None
    thread = threading.Thread(target=write, args=(int(sys.argv[1]), int(sys.argv[2]), only))
    thread.start()
    thread.join()


if __name__ == "__main__":
    main()
