"""Runs CPython's two unpicklers over programs and tells what they built. Nothing is imported, nothing is called:
`find_class` answers every name with an inert stub that only records what is done to it.

Input: one base64 program a line. Output: one JSON a line, `{"c": outcome, "peekless": outcome, "py": outcome}`:
the C unpickler over a file, over an object without `peek` (where it reads on differently behind a frame), and the pure
Python one. An outcome is
`{"error": type or null, "names": [[module, name], ...], "calls": [[module, name], ...], "graph": [...], "next": offset}`.
Names are after Python 2's renames: where the protocol asks for them (`py`), always (`c`, and both graphs).
The graph is the list of nodes in breadth-first order; its notation is described in `graph.ts`, which writes the same.
"""
import _compat_pickle
import base64
import io
import json
import pickle
import resource
import struct
import sys


class Method:
    """A recording method of instances that does nothing on the class itself."""

    def __init__(self, record):
        self.record = record

    def __get__(self, instance, owner):
        if instance is None:
            return lambda *args: None
        return lambda *args: self.record(instance, *args)


def put_state(stub, state):
    if "state" not in stub.__dict__:
        stub.__dict__["state"] = state


class Token(type):
    """A name: stands for a class or function, makes stubs."""

    def __setitem__(cls, key, value):
        pass

    def __hash__(cls):
        return id(cls)


class Stub(metaclass=Token):
    where = None

    def __new__(cls, *args, **kwargs):
        if not isinstance(cls, type):
            return nameless()
        if cls.trace is not None:
            cls.trace.append(cls.where)
        made = object.__new__(cls)
        made.__dict__.update(args=None if cls.trace is None else args, items=[], pairs=[])
        return made

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return nameless()

    def __setitem__(self, key, value):
        hash(key)
        self.pairs.append((key, value))

    __setstate__ = Method(put_state)
    append = Method(lambda stub, item: stub.items.append(item))
    extend = Method(lambda stub, items: stub.items.extend(items))
    add = Method(lambda stub, item: (hash(item), stub.items.append(item)))


Stub.trace = None


class Nameless(Stub):
    trace = None


def nameless():
    return Nameless()


def renamed(module, name):
    """Python 2's renames, as `Unpickler.find_class` applies them under protocols 0 to 2."""
    if (module, name) in _compat_pickle.NAME_MAPPING:
        return _compat_pickle.NAME_MAPPING[(module, name)]
    return _compat_pickle.IMPORT_MAPPING.get(module, module), name


def tokens(outcome, protocol):
    """An inert `find_class` that makes one token a name."""
    known = {}

    def find_class(module, name):
        real = (module, name) if protocol() >= 3 else renamed(module, name)
        outcome["names"].append(real)
        if real not in known:
            known[real] = Token("stub", (Stub,), {"where": real, "trace": outcome["calls"], "spelled": renamed(*real)})
        return known[real]

    return find_class


class CReader(pickle.Unpickler):
    def persistent_load(self, pid):
        return nameless()


class PyReader(pickle._Unpickler):
    def persistent_load(self, pid):
        return nameless()


def run(reader_class, source):
    outcome = {"error": None, "names": [], "calls": [], "graph": None, "next": None}
    reader = None
    # The C unpickler does not tell its protocol, and looks `find_class` up on the type.
    find = tokens(outcome, lambda: 0 if reader_class is CReader else reader.proto)
    inert = type("Inert", (reader_class,), {"find_class": lambda self, module, name: find(module, name)})
    reader = inert(source, encoding="latin1")
    try:
        value = reader.load()
        outcome["next"] = source.tell()
        outcome["graph"] = Graph(value).nodes
    except Exception as error:
        outcome["error"] = type(error).__name__
        outcome["why"] = str(error)[:200]
    return outcome


class Graph:
    def __init__(self, root):
        self.nodes = []
        self.numbers = {}
        self.queue = []
        self.nodes.append(["root", self.child(root)])
        at = 0
        while at < len(self.queue):
            self.nodes.append(self.node(self.queue[at]))
            at += 1

    def child(self, value):
        kind = type(value)
        if value is None:
            return "N"
        if value is True or value is False:
            return "T" if value else "F"
        if kind is int:
            return "i" + format(value, "x")
        if kind is float:
            return "fnan" if value != value else "f" + struct.pack(">d", value).hex()
        if kind is str:
            return "s" + value.encode("utf-8", "surrogatepass").hex()
        if kind is bytes:
            return "b" + value.hex()
        if isinstance(value, Token):
            spelled = " ".join(value.spelled)
            return "g" + spelled if all(ord(c) < 128 for c in spelled) else "g?"
        if (kind is tuple or kind is frozenset) and len(value) == 0:
            return "()" if kind is tuple else "{}"
        if id(value) not in self.numbers:
            self.numbers[id(value)] = len(self.queue)
            self.queue.append(value)
        return "#%d" % self.numbers[id(value)]

    def flat(self, value, depth=0):
        """A set's item, told by its value: sets have no order that two programs share."""
        kind = type(value)
        if kind is tuple and depth < 20:
            return "(" + ",".join(self.flat(item, depth + 1) for item in value) + ")"
        if kind is frozenset and depth < 20:
            return "{" + ",".join(sorted(self.flat(item, depth + 1) for item in value)) + "}"
        if isinstance(kind, Token):
            return "stub"
        return self.child(value)

    def node(self, value):
        kind = type(value)
        if kind is list:
            return ["list"] + [self.child(item) for item in value]
        if kind is tuple:
            return ["tuple"] + [self.child(item) for item in value]
        if kind is dict:
            return ["dict"] + [self.child(part) for pair in value.items() for part in pair]
        if kind is set or kind is frozenset:
            return [kind.__name__] + sorted(self.flat(item) for item in value)
        if kind is bytearray:
            return ["bytearray", bytes(value).hex()]
        if isinstance(kind, Token):
            return self.stub(value)
        return ["other", kind.__name__]

    def stub(self, value):
        made = ["nameless"] if value.args is None else ["made", self.child(type(value))]
        args = [] if value.args is None else [self.child(arg) for arg in value.args]
        state = [self.child(value.state)] if "state" in value.__dict__ else []
        items = [self.child(item) for item in value.items]
        pairs = [self.child(part) for pair in value.pairs for part in pair]
        return made + ["args"] + args + ["state"] + state + ["items"] + items + ["pairs"] + pairs


def main():
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(5000)
    for line in sys.stdin:
        program = base64.b64decode(line)
        as_file = run(CReader, io.BufferedReader(io.BytesIO(program)))
        print(json.dumps({"c": as_file, "peekless": run(CReader, io.BytesIO(program)), "py": run(PyReader, io.BytesIO(program))}))


main()
