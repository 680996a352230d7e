"""PyTorch's files: what persistent ids, rebuilders and archives may say beyond what torch.save writes."""
import io
import struct
import tarfile

from assemble import dumps
from case import case
from containers import archive, npy, header, zipfile
from models import tree
from sides import pickle_reads

MAGIC = b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
CODE = b"cos\nsystem\nX\x04\x00\x00\x00true\x85R"
PLACE = {"code": "global.dangerous", "name": "os.system"}
HOOKS = b"ccollections\nOrderedDict\n)R"
NUMBERS = struct.pack("<6f", *range(6))


def text(value):
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def integer(value):
    if 0 <= value < 256:
        return b"K" + bytes([value])
    data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(data)]) + data


def numbers(*values):
    return b"(" + b"".join(integer(value) for value in values) + b"t"


def storage(key="0", count=6, name="torch\nFloatStorage", kind="storage", location="cpu", tail=b""):
    return b"(" + text(kind) + b"c" + name.encode() + b"\n" + text(key) + text(location) + integer(count) + tail + b"tQ"


def tensor(of=None, offset=0, size=(2, 3), stride=(3, 1), grad=b"\x89", hooks=HOOKS, more=b"", name="_rebuild_tensor_v2"):
    given = (storage() if of is None else of) + integer(offset) + numbers(*size) + numbers(*stride) + grad + hooks + more
    return b"ctorch._utils\n" + name.encode() + b"\n(" + given + b"tR"


def pickled(*values):
    pairs = b"".join(text("w%d" % i) + value for i, value in enumerate(values))
    return b"\x80\x02}(" + pairs + b"u."


def members(pickle, storages=(("0", NUMBERS),), more=(), root="archive"):
    first = (("%s/data.pkl" % root, pickle), ("%s/byteorder" % root, b"little"))
    return first + tuple(("%s/data/%s" % (root, key), data) for key, data in storages) + (("%s/version" % root, b"3\n"),) + tuple(more)


def torch(pickle, *given, **more):
    return archive(*members(pickle, *given, **more), method=zipfile.ZIP_STORED)


def zips(verdict, slug, data, code=None, **facts):
    case(verdict, "torch-" + slug, data, "pt", code=code, **facts)


def unlisted(slug, *values, **more):
    more.setdefault("code", "call.arguments")
    zips("unlisted", slug, torch(pickled(*values)), member=True, **more)


zips("safe", "state-dict", torch(pickled(tensor())))
zips("safe", "two-of-one-storage", torch(pickled(tensor(), tensor(offset=2, size=(2,), stride=(1,)))))
zips("safe", "deflated", archive(*members(pickled(tensor()))))
zips("safe", "big-endian", archive(("a/data.pkl", pickled(tensor())), ("a/byteorder", b"big"), ("a/data/0", NUMBERS), ("a/version", b"3\n")))
zips("safe", "not-named", torch(pickled(tensor()), (("0", NUMBERS), ("1", b"nobody asks"))))

# What torch reads otherwise than it stands there: it gives meta no numbers, and turns items round by their storage's class.
unlisted("location-meta", tensor(storage(location="meta")), code="torch.storage")
unlisted("location-meta-number", tensor(storage(location="meta:0")), code="torch.storage")
BYTES = tensor(storage(name="torch.storage\nUntypedStorage", count=24), name="_rebuild_tensor_v3", more=b"ctorch\nfloat32\n")
BIG = (("a/data.pkl", pickled(BYTES)), ("a/byteorder", b"big"), ("a/data/0", NUMBERS), ("a/version", b"3\n"))
zips("safe", "bytes-with-dtype", torch(pickled(BYTES)))
zips("unlisted", "bytes-with-dtype-big-endian", archive(*BIG, method=zipfile.ZIP_STORED), "call.arguments", member=True)

# Items outside of their storage, by every number that says where they are.
unlisted("offset", tensor(offset=1))
unlisted("offset-negative", tensor(offset=-1))
unlisted("offset-of-nothing", tensor(offset=2**40, size=(0,), stride=(1,)))
unlisted("size", tensor(size=(3, 3)))
unlisted("size-negative", tensor(size=(-2, -3)))
unlisted("size-float", tensor(size=()).replace(numbers(), b"G" + struct.pack(">d", 2.0) + b"\x85", 1))
unlisted("stride", tensor(stride=(4, 1)))
unlisted("stride-negative", tensor(stride=(-3, 1)))
unlisted("stride-overflow", tensor(stride=(2**62, 2**62)))
unlisted("stride-wraps", tensor(size=(5, 1), stride=(2**62, 1)))
unlisted("strides-fewer", tensor(stride=(1,)))
zips("safe", "expanded", torch(pickled(tensor(size=(2**40,), stride=(0,)))))
zips("limit", "expanded-beyond", torch(pickled(tensor(size=(2**41,), stride=(0,)))), "limit.elements", member=True)
unlisted("dimensions", tensor(size=(1,) * 65, stride=(1,) * 65))

# Storages that are none of the file's (CVE-2026-24747: a declared size that is not that of the data).
unlisted("count", tensor(storage(count=7)), code="torch.storage")
unlisted("count-negative", tensor(storage(count=-1)), code="torch.storage")
unlisted("count-huge", tensor(storage(count=2**62)), code="torch.storage")
unlisted("two-classes", tensor(), tensor(storage(name="torch\nIntStorage")), code="torch.storage")
unlisted("two-counts", tensor(), tensor(storage(count=5), size=(1,), stride=(1,)), code="torch.storage")
unlisted("view", tensor(storage(tail=b"(" + text("0") + b"K\x00K\x01t")), code="torch.storage")
unlisted("no-storage", tensor(storage(name="torch\nfloat32")), code="torch.storage")
unlisted("module-id", storage(kind="module"), code="torch.storage")
unlisted("id-text", text("archive/data/0") + b"Q", code="torch.storage")
unlisted("id-line", b"Parchive/data/0\n", code="opcode.persistent-id")
unlisted("storage-is-dict", tensor(b"}"))
unlisted("storage-is-tensor", tensor(tensor()))
zips("malformed", "no-member", torch(pickled(tensor(storage(key="1")))), "container.corrupt", member=True)
for slug, key in {"dots": "../../data/0", "absolute": "/etc/passwd", "nothing": "", "pickle": "../data.pkl"}.items():
    zips("malformed", "key-" + slug, torch(pickled(tensor(storage(key=key)))), "container.corrupt", member=True)

# What rebuilders are given beside it.
unlisted("flag", tensor(grad=b"K\x01"))
unlisted("hooks", tensor(hooks=HOOKS + b"K\x00K\x01s"))
unlisted("hooks-dict", tensor(hooks=b"}"))
zips("dangerous", "hooks-code", torch(pickled(tensor(hooks=HOOKS + b"K\x00cos\nsystem\ns"))), member=True, **PLACE)
late = b"\x80\x02](" + HOOKS + b"q\x01" + tensor(hooks=b"h\x01") + b"h\x01K\x00K\x01se."
zips("unlisted", "hooks-late", torch(late), "stream.not-a-pickler", member=True)
unlisted("metadata", tensor(more=b"}" + text("conj") + b"\x88s"))
unlisted("fewer", tensor(hooks=b"", grad=b""))
unlisted("typed-storage", tensor(name="_rebuild_tensor_v3", more=b"ctorch\nfloat32\n"))
unlisted("parameter-of-list", b"ctorch._utils\n_rebuild_parameter\n](K\x01e\x88" + HOOKS + b"\x87R")

# What torch's own rules let through beside tensors, or let through once.
for name in ("_rebuild_from_type_v2",):
    call = b"ctorch._tensor\n" + name.encode() + b"\n(cos\nsystem\nctorch\nTensor\n" + text("true") + b"\x85}tR"
    zips("dangerous", "from-type", torch(b"\x80\x02" + call + b"."), member=True, **PLACE)
unlisted("set-item-of-tensor", tensor() + b"K\x00K\x01s", code="collection.target")
unlisted("append-to-tensor", tensor() + b"K\x01a", code="collection.target")
unlisted("build-tensor", tensor() + b"}" + text("data") + b"Nsb", code="build.state")
unlisted("build-storage", storage() + b"}" + text("data") + b"Nsb", code="build.state")
unlisted("new-tensor", b"ctorch\nTensor\n)\x81", code="global.family")
zips("dangerous", "load-from-bytes", torch(b"\x80\x02ctorch.storage\n_load_from_bytes\nU\x01.\x85R."), "global.dangerous", member=True)
zips("dangerous", "layout-name", torch(b"\x80\x02ctorch.serialization\n_get_layout\n" + text("os") + b"\x85R."), "global.dangerous", member=True)

# Archives.
zips("dangerous", "code", torch(b"\x80\x02" + CODE + b"."), member=True, **PLACE)
zips("dangerous", "code-beside", torch(pickled(tensor()), more=(("archive/extra.pkl", b"\x80\x02" + CODE + b"."),)), member=True, **PLACE)
zips("dangerous", "code-in-data", torch(pickled(tensor()), (("0", NUMBERS), ("1", b"\x80\x02" + CODE + b"."))), member=True, **PLACE)
zips("unsupported", "script", torch(pickled(tensor()), more=(("archive/constants.pkl", b"\x80\x02)."), ("archive/code/a.py", b"x"))), "container.unsupported")
zips("malformed", "two-roots", torch(pickled(tensor()), more=(("other/data/0", NUMBERS),)), "container.inconsistent")
zips("malformed", "byte-order", torch(pickled(tensor())).replace(b"little", b"middle"), member=False)
zips("malformed", "member-twice", torch(pickled(tensor()), (("0", NUMBERS), ("0", bytes(24)))), "container.inconsistent")

# The stream of before 1.6.
PROTOCOL = b"\x80\x02M\xe9\x03."
SYSTEM = b"\x80\x02}" + text("little_endian") + b"\x88s."
KEYS = b"\x80\x02](" + text("0") + b"e."
OLD = storage(tail=b"N")
STORED = struct.pack("<q", 6) + NUMBERS
VALUE = pickled(tensor(OLD))


def stream(verdict, slug, *parts, **facts):
    case(verdict, "torch-stream-" + slug, b"".join(parts), "pt", **facts)


stream("safe", "state-dict", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED)
stream("malformed", "protocol", MAGIC, b"\x80\x02M\xea\x03.", SYSTEM, VALUE, KEYS, STORED, code="container.corrupt")
stream("malformed", "system", MAGIC, PROTOCOL, b"\x80\x02].", VALUE, KEYS, STORED, code="container.corrupt")
stream("malformed", "keys-fewer", MAGIC, PROTOCOL, SYSTEM, VALUE, b"\x80\x02].", STORED, code="container.corrupt")
stream("malformed", "keys-other", MAGIC, PROTOCOL, SYSTEM, VALUE, b"\x80\x02](" + text("1") + b"e.", STORED, code="container.corrupt")
stream("malformed", "count", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, struct.pack("<q", 5) + NUMBERS, code="container.corrupt")
stream("malformed", "count-negative", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, struct.pack("<q", -6) + NUMBERS, code="container.corrupt")
stream("malformed", "cut", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED[:-1], code="container.corrupt")
stream("malformed", "trailing", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED, b"\xffmore", code="stream.trailing")
stream("unlisted", "outside", MAGIC, PROTOCOL, SYSTEM, pickled(tensor(OLD, offset=1)), KEYS, STORED, code="call.arguments")
stream("unlisted", "id-in-system", MAGIC, PROTOCOL, b"\x80\x02}" + text("a") + OLD + b"s.", VALUE, KEYS, STORED, code="opcode.persistent-id")
ran = b"\x80\x02" + CODE + b"."
# Whoever goes on with pickle.load behind the storages runs all that is there, however much benign stands before it.
stream("dangerous", "code-behind-pickle", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED, b"\x80\x02N.", ran)
stream("dangerous", "code-behind-padding", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED, b"\0" * 8, ran)
stream("malformed", "pickle-behind", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED, b"\x80\x02N.", code="stream.trailing")
stream("dangerous", "code", MAGIC, PROTOCOL, SYSTEM, ran, KEYS, STORED, **PLACE)
stream("dangerous", "code-as-protocol", MAGIC, ran, SYSTEM, VALUE, KEYS, STORED, **PLACE)
stream("dangerous", "code-as-system", MAGIC, PROTOCOL, ran, VALUE, KEYS, STORED, **PLACE)
stream("dangerous", "code-as-keys", MAGIC, PROTOCOL, SYSTEM, VALUE, ran, STORED, **PLACE)
stream("dangerous", "code-behind", MAGIC, PROTOCOL, SYSTEM, VALUE, KEYS, STORED, ran, **PLACE)
# picklescan GHSA-97f8-7cmv-76j2: the magic number is what a call gives.
stream("dangerous", "computed-magic", b"\x80\x02cbuiltins\neval\n" + text("0x1950a86a20f9469cfc6c") + b"\x85R.", PROTOCOL, SYSTEM, VALUE, KEYS, STORED, code="global.dangerous", name="builtins.eval", fires=["pickle", "joblib", "numpy"])


# The tar of before 0.1.10, which torch.load(weights_only=True) read by another door (CVE-2025-32434).
def tar(pickle):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive_:
        for name, data in (("storages", b"\x80\x02K\x00."), ("tensors", b"\x80\x02K\x00."), ("pickle", pickle)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive_.addfile(info, io.BytesIO(data))
    return out.getvalue()


case("unsupported", "torch-tar", tar(b"\x80\x02}."), "pt", code="container.unsupported")
case("dangerous", "torch-tar-code", tar(b"\x80\x02" + CODE + b"."), "pt", member=True, **PLACE)


# torch.load tries tar before the stream, and tarfile asks for no magic: a header of the first format there was, inside a text. Its sum
# is what Python's int() makes of eight characters.
def two_doors(pickle, field=b"%06o\0 ", opcode=b"X"):
    head = MAGIC + PROTOCOL + SYSTEM + b"\x80\x02" + opcode
    inside = tar(pickle)
    length = 512 - len(head) - 4 + len(inside)
    block = bytearray((head + struct.pack("<I", length)).ljust(512, b"\0"))
    for at, text_ in ((100, b"0000644\0"), (108, b"0000000\0"), (116, b"0000000\0"), (124, b"00000000000\0"), (136, b"00000000000\0"), (148, b" " * 8), (156, b"0")):
        block[at : at + len(text_)] = text_
    block[148:156] = (field % sum(block)).ljust(8, b"\0")
    return bytes(block) + inside + b".\x80\x02]."


stream("malformed", "also-tar", two_doors(b"\x80\x02" + CODE + b"."), code="container.inconsistent")
for slug, field in (("separator", b"\x1c%06o"), ("separator-behind", b"%06o\x1f"), ("prefix", b"0o%05o"), ("underscore", b"0_%o"), ("plus", b"+%o")):
    stream("malformed", "also-tar-" + slug, two_doors(b"\x80\x02" + CODE + b".", field, b"T"), code="container.inconsistent")
zips("unlisted", "case", torch(pickled(tensor()), more=(("archive/Data.pkl", pickled(tensor())),)), "container.inconsistent")

# What makes a sum of bytes: a sign, and numbers in base 256. A letter beyond ASCII in a key is neither.
def numbered(value):
    return lambda block: value(sum(block), sum(byte if byte < 128 else byte - 256 for byte in block))


def summed(field, negative=False):
    """A stream whose first 512 bytes have the field that is made of their sums. `negative`: the signed one is."""
    inside = tar(b"\x80\x02" + CODE + b".")
    head = MAGIC + PROTOCOL + SYSTEM + b"\x80\x03B"
    start = len(head) + 4
    block = bytearray((head + struct.pack("<I", 512 - start + len(inside))).ljust(512, b"\0"))
    for at, end in ((start, 100), (157, 257), (345, 500)):
        block[at:end] = (b"\x80" if negative else b"\0") * (end - at)
    for at, text_ in ((100, b"0000644\0"), (108, b"0000000\0"), (116, b"0000000\0"), (124, b"00000000000\0"), (136, b"00000000000\0"), (148, b" " * 8), (156, b"0")):
        block[at : at + len(text_)] = text_
    block[148:156] = numbered(field)(block).ljust(8, b"\0")
    return bytes(block) + inside + b".\x80\x02]."


BASE_256 = lambda unsigned, signed: (2**63 | unsigned).to_bytes(8, "big")  # noqa: E731
stream("malformed", "also-tar-base-256", summed(BASE_256), code="container.inconsistent")
stream("malformed", "also-tar-signed", summed(lambda unsigned, signed: b"%06o\0 " % signed), code="container.inconsistent")
stream("malformed", "also-tar-minus", summed(lambda unsigned, signed: b"-%06o\0" % -signed, True), code="container.inconsistent")
minus = lambda unsigned, signed: (2**64 + signed).to_bytes(8, "big")  # noqa: E731
stream("malformed", "also-tar-base-256-minus", summed(minus, True), code="container.inconsistent")
accents = pickled(tensor(OLD)) [:-2] + text("\u00e9\u00ff\u0400" * 100) + b"\x89u."
stream("safe", "accents", MAGIC, PROTOCOL, SYSTEM, accents, KEYS, STORED)


# A pickle of another library that is a tar of V7 as well, and what torch unpickles of a tar is judged as nothing else.
def v7(pickle):
    block = bytearray((b"\x80\x02X" + struct.pack("<I", 505 + len(pickle))).ljust(512, b"\0"))
    for at, text_ in ((124, b"00000000000\0"), (148, b" " * 8), (156, b"0")):
        block[at : at + len(text_)] = text_
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + pickle + b"."


case("malformed", "pickle-also-tar", v7(tar(b"\x80\x02" + CODE + b".")), "pkl", code="container.inconsistent")


def tar_of(*members_):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive_:
        for name, data in members_:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive_.addfile(info, io.BytesIO(data))
    return out.getvalue()


COUNT_0 = b"\x80\x02K\x00."
case("unsupported", "torch-tar-storages", tar_of(("storages", COUNT_0), ("x.pkl", COUNT_0)), "pt", code="container.unsupported")
case("unsupported", "torch-tar-slash", tar_of(("storages/", COUNT_0), ("x.pkl", COUNT_0)), "pt", code="container.unsupported")

# The member that torch unpickles, being another container as well.
run_late = b"\x80\x02(X" + struct.pack("<I", 505)
inner = bytearray((run_late).ljust(512, b"\0"))
for at, text_ in ((100, b"0000644\0"), (124, b"%011o\0" % 512), (148, b" " * 8), (156, b"0"), (257, b"ustar\x0000")):
    inner[at : at + len(text_)] = text_
inner[148:156] = b"%06o\0 " % sum(inner)
late_code = (storage() + CODE + b"t.").ljust(512, b"\0")
both = bytes(inner) + late_code + tar_of(("x.pkl", pickled()))
zips("dangerous", "main-tar", torch(both), member=True, **PLACE)
zips("malformed", "main-stream", torch(MAGIC + PROTOCOL + SYSTEM + VALUE + KEYS + STORED), member=True, code="container.inconsistent")

# Members that torch's own zip reader, deaf to case and to what stands behind 511 bytes of a name, takes for others.
CONSTANTS = b"\x80\x02)."
zips("unsupported", "script-case", torch(pickled(tensor()), more=(("archive/CONSTANTS.PKL", CONSTANTS),)), "container.unsupported")
long_root = "a" * (511 - len("/constants.pkl"))
long_script = archive(*members(pickled(tensor()), root=long_root, more=((long_root + "/constants.pkl.txt", b"x"),)), method=zipfile.ZIP_STORED)
zips("malformed", "script-cut", long_script, "container.unsupported")
zips("malformed", "long-name", archive(*members(pickled(tensor()), root="a" * 600), method=zipfile.ZIP_STORED), "container.inconsistent")
zips("malformed", "other-members", torch(pickled(tensor()), more=(("archive/notes.txt", b"x"),)), "container.inconsistent")
zips("malformed", "key-letters", torch(pickled(tensor(storage(key="a"))), (("a", NUMBERS),)), "container.corrupt", member=True)
case("unsupported", "zip-script", archive(("m/x.pkl", COUNT_0), ("m/constants.pkl", CONSTANTS)), "zip", code="container.unsupported")
case("unsupported", "zip-script-case", archive(("m/x.pkl", COUNT_0), ("M/Constants.PKL", CONSTANTS)), "zip", code="container.unsupported")

# A storage that numpy.load, which takes any zip, unpickles.
object_npy = npy(header("'|O'", shape="(1,)"), b"\x80\x02" + CODE + b".")
object_npy += bytes(-len(object_npy) % 4)
object_count = len(object_npy) // 4
zips("dangerous", "storage-npy", torch(pickled(tensor(storage(count=object_count))), (("0", object_npy),)), member=True, **PLACE)

# In the stream of before 1.6 nothing of joblib reads: bytes behind its wrappers are run, and models are held to what they say.
stream("dangerous", "wrapper", MAGIC, PROTOCOL, SYSTEM, pickle_reads(CODE + b".", 2), b"\x80\x02].", **PLACE)
circle = dumps(tree([(1, 2, 0), (0, 2, 0), (-1, -1, -2)]), 2)
stream("malformed", "tree-circle", MAGIC, PROTOCOL, SYSTEM, circle, b"\x80\x02].", code="model.inconsistent")


# Sparse tensors: torch 2.9 looks at none of their numbers when it loads them, and native code at none when they are used.
def laid_out(layout, parts, size, storages, tail=b""):
    name = b"ctorch.serialization\n_get_layout\n" + text("torch.sparse_" + layout) + b"\x85R"
    call = b"ctorch._utils\n_rebuild_sparse_tensor\n(" + name + b"(" + b"".join(parts) + b"ctorch\nSize\n" + numbers(*size) + b"\x85R" + tail + b"ttR"
    return torch(pickled(call), storages)


def whole(key, shape, count, name="torch\nLongStorage"):
    strides = [1] * len(shape)
    for i in range(len(shape) - 2, -1, -1):
        strides[i] = strides[i + 1] * shape[i + 1]
    return tensor(storage(key=key, count=count, name=name), size=shape, stride=tuple(strides))


def coo(verdict, slug, indices, size, values=2, tail=b"\x89", shape=None, name="torch\nLongStorage"):
    data = struct.pack("<%dq" % len(indices), *indices)
    count = len(data) // (4 if "Int" in name else 8)
    parts = whole("0", shape or (2, len(indices) // 2), count, name), whole("1", (values,), values, "torch\nFloatStorage")
    zips(verdict, "coo-" + slug, laid_out("coo", parts, size, (("0", data), ("1", bytes(4 * values))), tail), member=True,
         code="model.inconsistent" if verdict == "malformed" else None)


coo("safe", "plain", (0, 1, 5, 0), (2, 6))
PACKED = b"ctorch.serialization\n_get_layout\n" + text("torch.sparse_coo") + b"\x85R"
PACKED = (b"ctorch._utils\n_rebuild_sparse_tensor\n(" + PACKED + b"(" + whole("0", (2, 2), 4) + whole("1", (2,), 2, "torch\nFloatStorage")
          + b"ctorch\nSize\n" + numbers(2, 6) + b"\x85R\x89ttR")
zips("unlisted", "coo-compressed", archive(*members(pickled(PACKED), (("0", struct.pack("<4q", 0, 1, 5, 0)), ("1", bytes(8))))), "call.arguments", member=True)
coo("safe", "coalesced", (0, 1, 5, 0), (2, 6), tail=b"\x88")
coo("safe", "unordered", (1, 0, 0, 5), (2, 6))
coo("safe", "before-2-1", (0, 1, 5, 0), (2, 6), tail=b"")
coo("malformed", "outside", (0, 2**40, 5, 0), (2, 6))
coo("malformed", "last-outside", (0, 1, 5, 6), (2, 6))
coo("malformed", "negative", (0, -1, 5, 0), (2, 6))
coo("malformed", "empty-side", (0, 0, 0, 0), (2, 0))
coo("malformed", "not-coalesced", (1, 0, 0, 5), (2, 6), tail=b"\x88")
coo("malformed", "coalesced-twice", (1, 1, 5, 5), (2, 6), tail=b"\x88")
coo("malformed", "fewer-values", (0, 1, 5, 0), (2, 6), values=1)
coo("malformed", "more-values", (0, 1, 5, 0), (2, 6), values=3)
coo("malformed", "fewer-sides", (0, 1, 5, 0), (6,))
coo("malformed", "more-sides", (0, 1, 5, 0), (2, 6, 3))
coo("malformed", "too-many-items", (0, 1, 5, 0), (2**32, 2**32))
coo("malformed", "ints", (0, 1, 5, 0), (2, 6), name="torch\nIntStorage", shape=(2, 2))
coo("malformed", "flat", (0, 1), (2,), shape=(2,))


def compressed(verdict, slug, pointers, plain, size=(2, 6), layout="csr", values=None, columns=None):
    count = len(plain)
    shape = values or (count,)
    items = 1
    for n in shape:
        items *= n
    parts = (
        whole("0", (len(pointers),), len(pointers)),
        whole("1", (count,), count) if columns is None else columns,
        whole("2", shape, items, "torch\nFloatStorage"),
    )
    data = (("0", struct.pack("<%dq" % len(pointers), *pointers)), ("1", struct.pack("<%dq" % count, *plain)), ("2", bytes(4 * items)))
    zips(verdict, "%s-%s" % (layout, slug), laid_out(layout, parts, size, data), member=True,
         code="model.inconsistent" if verdict == "malformed" else None)


compressed("safe", "plain", (0, 1, 3), (5, 0, 2))
compressed("safe", "empty-row", (0, 0, 1), (5,))
compressed("malformed", "plain-outside", (0, 1, 3), (6, 0, 2))
compressed("malformed", "plain-negative", (0, 1, 3), (-1, 0, 2))
compressed("malformed", "plain-falls", (0, 1, 3), (5, 2, 0))
compressed("malformed", "plain-twice", (0, 1, 3), (5, 2, 2))
compressed("malformed", "pointers-begin", (1, 1, 3), (5, 0, 2))
compressed("malformed", "pointers-fall", (0, 2, 1), (5,))
compressed("malformed", "pointers-beyond", (0, 2**40, 3), (5, 0, 2))
compressed("malformed", "pointers-fewer-entries", (0, 1, 2), (5, 0, 2))
compressed("malformed", "rows", (0, 1, 3), (5, 0, 2), size=(3, 6))
compressed("malformed", "values", (0, 1, 3), (5, 0, 2), values=(2,))
compressed("safe", "plain", (0, 1, 1, 1, 1, 1, 3), (1, 0, 1), layout="csc")
compressed("malformed", "plain", (0, 1, 3), (5, 0, 2), layout="csc")
compressed("safe", "plain", (0, 1, 2), (2, 0), size=(4, 6), layout="bsr", values=(2, 2, 2))
compressed("malformed", "blocks", (0, 1, 2), (2, 0), size=(4, 6), layout="bsr", values=(2, 3, 4))
compressed("malformed", "no-blocks", (0, 1, 2), (2, 0), size=(4, 6), layout="bsr", values=(2, 0, 2))
compressed("malformed", "outside", (0, 1, 2), (3, 0), size=(4, 6), layout="bsr", values=(2, 2, 2))
