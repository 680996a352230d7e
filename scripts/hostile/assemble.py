"""A small assembler of pickles: values to opcodes of any protocol, and single opcodes where a file must be wrong.

It never imports or runs what it writes, and it does not use Python's own pickler: hostile streams need forms that no
pickler writes. `Asm.at` remembers the offset of each naming and constructing opcode, so that a fixture can say where the
finding must stand.
"""
import struct


class Name:
    """A global."""

    def __init__(self, module, name):
        self.module, self.name = module, name


class Call:
    """A call by REDUCE."""

    def __init__(self, callee, *args):
        self.callee, self.args = callee, args


class New:
    """An instance: NEWOBJ (or copyreg._reconstructor below protocol 2), with BUILD when there is a state."""

    def __init__(self, cls, state=None, **more):
        self.cls, self.state, self.more = cls, state, more


class Build:
    """A value with a BUILD on it."""

    def __init__(self, target, state):
        self.target, self.state = target, state


class Raw:
    """Bytes that are opcodes."""

    def __init__(self, data):
        self.data = data


class Array:
    """A numpy array by _reconstruct and BUILD."""

    def __init__(self, dtype, shape, data, order=False, subtype=None, version=1):
        self.dtype, self.shape, self.data, self.order, self.version = dtype, shape, data, order, version
        self.subtype = subtype or Name("numpy", "ndarray")


class DType:
    """A dtype by its text and the state that numpy writes."""

    def __init__(self, text, state=None):
        self.text, self.state = text, state


class Asm:
    def __init__(self, proto=2, header=True):
        self.proto = proto
        self.out = bytearray()
        self.at = {}
        if header and proto >= 2:
            self.out += b"\x80" + bytes([proto])

    # ---- single opcodes ----

    def raw(self, data):
        self.out += data
        return self

    def text(self, s):
        data = s.encode("utf-8", "surrogatepass")
        if self.proto == 0:
            self.out += b"V" + s.encode("raw-unicode-escape").replace(b"\\u", b"\\u").replace(b"\n", b"\\u000a") + b"\n"
        elif self.proto >= 4 and len(data) < 256:
            self.out += b"\x8c" + bytes([len(data)]) + data
        else:
            self.out += b"X" + struct.pack("<I", len(data)) + data
        return self

    def integer(self, n):
        if self.proto == 0:
            self.out += b"I%d\n" % n if -(2**31) <= n < 2**31 else b"L%dL\n" % n
        elif 0 <= n < 256:
            self.out += b"K" + bytes([n])
        elif -(2**31) <= n < 2**31:
            self.out += b"J" + struct.pack("<i", n)
        elif self.proto >= 2:
            size = (n.bit_length() // 8) + 1
            data = n.to_bytes(size, "little", signed=True)
            self.out += (b"\x8a" + bytes([size]) if size < 256 else b"\x8b" + struct.pack("<i", size)) + data
        else:
            self.out += b"L%dL\n" % n
        return self

    def data(self, value):
        if self.proto < 3:
            return self.value(Call(Name("_codecs", "encode"), value.decode("latin-1"), "latin1"))
        if len(value) < 256:
            self.out += b"C" + bytes([len(value)]) + value
        else:
            self.out += b"B" + struct.pack("<I", len(value)) + value
        return self

    def name(self, module, name):
        if self.proto >= 4:
            self.text(module).text(name)
            self.at.setdefault("name", len(self.out))
            self.at["last"] = len(self.out)
            self.out += b"\x93"
        else:
            self.at.setdefault("name", len(self.out))
            self.at["last"] = len(self.out)
            self.out += b"c" + module.encode() + b"\n" + name.encode() + b"\n"
        return self

    def op(self, code, label=None):
        if label:
            self.at[label] = len(self.out)
        self.out += code
        return self

    def stop(self):
        self.out += b"."
        return self

    # ---- values ----

    def value(self, v):
        if v is None:
            self.out += b"N"
        elif v is True or v is False:
            self.out += (b"I01\n" if v else b"I00\n") if self.proto < 2 else (b"\x88" if v else b"\x89")
        elif isinstance(v, int):
            self.integer(v)
        elif isinstance(v, float):
            self.out += b"F" + repr(v).encode() + b"\n" if self.proto == 0 else b"G" + struct.pack(">d", v)
        elif isinstance(v, str):
            self.text(v)
        elif isinstance(v, bytes):
            self.data(v)
        elif isinstance(v, bytearray):
            self.out += b"\x96" + struct.pack("<Q", len(v)) + bytes(v)
        elif isinstance(v, tuple):
            self.tuple(v)
        elif isinstance(v, list):
            self.out += b"(l" if self.proto == 0 else b"]"
            for item in v:
                self.value(item)
                self.out += b"a"
        elif isinstance(v, dict):
            self.out += b"(d" if self.proto == 0 else b"}"
            for key, item in v.items():
                self.value(key).value(item)
                self.out += b"s"
        elif isinstance(v, Raw):
            self.out += v.data
        elif isinstance(v, Name):
            self.name(v.module, v.name)
        elif isinstance(v, Call):
            self.value(v.callee).value(tuple(v.args)).op(b"R", "call")
        elif isinstance(v, New):
            self.new(v)
        elif isinstance(v, Build):
            self.value(v.target).value(v.state).op(b"b", "build")
        elif isinstance(v, DType):
            self.dtype(v)
        elif isinstance(v, Array):
            array = Call(Name("numpy.core.multiarray", "_reconstruct"), v.subtype, (0,), b"b")
            self.value(Build(array, (v.version, v.shape, v.dtype, v.order, v.data)))
        else:
            raise TypeError(type(v))
        return self

    def tuple(self, items):
        if self.proto >= 2 and len(items) <= 3:
            for item in items:
                self.value(item)
            self.out += (b")", b"\x85", b"\x86", b"\x87")[len(items)]
        else:
            self.out += b"("
            for item in items:
                self.value(item)
            self.out += b"t"

    def new(self, v):
        if self.proto < 2:
            self.value(Call(Name("copy_reg", "_reconstructor"), v.cls, Name("__builtin__", "object"), None))
        else:
            self.value(v.cls).value(()).op(b"\x81", "new")
        for name, value in v.more.items():
            if name == "pairs":
                for key, item in value.items():
                    self.value(key).value(item).op(b"s")
            else:
                for item in value:
                    self.value(item).op(b"a")
        if v.state is not None:
            self.value(v.state).op(b"b", "build")

    def dtype(self, v):
        self.value(Call(Name("numpy", "dtype"), v.text, False, True))
        state = v.state
        if state is None:
            kind, size = v.text[0], int(v.text[1:])
            order = "<" if kind in "iufcU" and v.text not in ("i1", "u1") else "|"
            sizes = {"S": (size, 1), "V": (size, 1), "U": (4 * size, 4)}.get(kind, (-1, -1))
            state = (3, order, None, None, None, *sizes, {"O": 63, "U": 8}.get(kind, 0))
        if state != ():
            self.value(state).op(b"b")


def dumps(value, proto=2):
    return bytes(Asm(proto).value(value).stop().out)
