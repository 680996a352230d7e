"""What the reader of docs/format.md made of documents, told in a form that test/docs/canon.ts makes of them on its own.

`canon.py DOCUMENTS.ndjson READER_FOLDER`: a line of JSON for each document. Values with an identity are numbered in the order
in which they are met, so that sharing and cycles show.
"""
import hashlib, json, struct, sys, tempfile, os
sys.path.insert(0, sys.argv[2])
import numpy as np
from reader import Instance, Name, Reader


def dtype_name(d):
    if d.subdtype is not None:
        return {"base": dtype_name(d.subdtype[0]), "shape": list(d.subdtype[1])}
    if d.names is not None:
        fields = [d.fields[name] for name in d.names]
        return {"names": [list(name.encode("utf-16-le", "surrogatepass")) for name in d.names], "formats": [dtype_name(f[0]) for f in fields], "offsets": [f[1] for f in fields], "itemsize": d.itemsize}
    if d.kind in "SUV":
        return d.kind + str(d.itemsize // 4 if d.kind == "U" else d.itemsize)
    if d.kind in "mM":
        return str(d).lstrip("<")
    return {np.longdouble: "longdouble", np.clongdouble: "clongdouble"}.get(d.type, d.name)


class Canon:
    def __init__(self):
        self.seen, self.kept = {}, []

    def text(self, s):
        return s.encode("utf-16-le", "surrogatepass").hex()

    def array(self, a):
        if a.dtype.hasobject:
            return ["array", dtype_name(a.dtype), list(a.shape), [self.value(item if a.dtype.names is None else item.item()) for item in a.reshape(-1)]]
        raw = a.tobytes()
        if a.dtype.type in (np.longdouble, np.clongdouble):  # ten bytes of sixteen mean something
            raw = b"".join(raw[at:at + 10] for at in range(0, len(raw), 16))
        return ["array", dtype_name(a.dtype), list(a.shape), hashlib.sha256(raw).hexdigest()]

    def value(self, v, numbered=True):
        if v is None or isinstance(v, bool):
            return v
        if isinstance(v, np.generic):
            return ["scalar"] + self.array(np.array(v))[1:]
        if isinstance(v, int):
            return ["int", str(v)]
        if isinstance(v, float):
            return ["float", "nan" if v != v else struct.pack(">d", v).hex()]
        if isinstance(v, complex):
            return ["complex", self.value(v.real), self.value(v.imag)]
        if isinstance(v, Name):
            return ["global", v.path]
        if isinstance(v, str):
            return ["str", self.text(v)]
        if isinstance(v, bytes):
            return ["bytes", v.hex()]
        if isinstance(v, slice):
            return ["slice"] + [self.value(part) for part in (v.start, v.stop, v.step)]
        if isinstance(v, np.dtype):
            return ["dtype", dtype_name(v)]
        if numbered and not (isinstance(v, (tuple, frozenset)) and len(v) == 0):
            if id(v) in self.seen:
                return ["seen", self.seen[id(v)]]
            self.seen[id(v)] = len(self.seen)
            self.kept.append(v)
        if isinstance(v, bytearray):
            return ["bytearray", bytes(v).hex()]
        if isinstance(v, (set, frozenset)):
            return [type(v).__name__, sorted(json.dumps(self.value(item, False), separators=(",", ":")) for item in v)]
        if isinstance(v, (list, tuple)):
            return [type(v).__name__, [self.value(item, numbered) for item in v]]
        if isinstance(v, dict):
            return ["dict", [[self.value(key), self.value(item)] for key, item in v.items()]]
        if isinstance(v, np.ndarray):
            return self.array(v)
        parts = [[part, [self.value(item) for item in getattr(v, part)] if part == "args" else self.value(getattr(v, part)) if part in ("state", "decoded") else [self.value(item) for item in getattr(v, part)] if part == "items" else [[self.value(key), self.value(item)] for key, item in v.pairs]] for part in ("args", "state", "items", "pairs", "decoded") if hasattr(v, part)]
        return [v.kind, v.name, v.origin, parts]


folder = tempfile.mkdtemp()
path = os.path.join(folder, "document.json")
for line in open(sys.argv[1], encoding="utf-8"):
    text = json.loads(line)
    if isinstance(text, dict):  # a document that lies beside its sidecar
        at = text["path"]
    else:
        at = path
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
    try:
        print(json.dumps(Canon().value(Reader(at).root), separators=(",", ":")))
    except Exception as error:
        print(json.dumps("%s: %s" % (type(error).__name__, error)))
os.path.exists(path) and os.remove(path)
os.rmdir(folder)
