"""Scary-looking but valid: every loader makes plain data of it."""
import struct

from assemble import Asm, Array, Call, DType, Name, New, Raw, dumps
from case import case

PAYLOAD = b"cos\nsystem\n(S'true'\ntR."
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")

for p in range(6):
    case("safe", f"text-spells-code-p{p}", dumps({"a": "cos\nsystem\n(S'true'\ntR.", "os.system": "eval", "b": ["__import__('os')"]}, p))
    case("safe", f"proto-keys-p{p}", dumps({"__proto__": 1, "constructor": 2, "then": 3, "toJSON": 4, "length": 5, "__class__": "os.system"}, p))
    case("safe", f"bytes-spell-code-p{p}", dumps([PAYLOAD, b"\x80\x04\x95"], p))
    case("unlisted", f"text-popped-p{p}", Asm(p).text("os").text("system").op(b"00").value([1, 2]).stop().out)
    case("safe", f"estimator-p{p}", dumps(New(RIDGE, {"alpha": 1.0, "_sklearn_version": "1.3.0", "coef_": None}), p))
    case("safe", f"numbers-p{p}", dumps([0, -1, 2**31, 2**63, -(2**100), 1e308, -0.0, float("inf"), True, None], p))
case("safe", "bytearray-spells-code", dumps(bytearray(PAYLOAD), 5))
case("safe", "equal-keys", Asm(2).raw(b"}(K\x01K\x01\x88K\x02G" + struct.pack(">d", 1.0) + b"K\x03u").stop().out)
case("safe", "nan-keys", Asm(2).raw(b"}(" + (b"G" + struct.pack(">d", float("nan")) + b"N") * 3 + b"u").stop().out)
case("safe", "lone-surrogate", Asm(2).raw(b"X\x03\x00\x00\x00\xed\xa0\x80").stop().out)
case("safe", "lone-surrogate-key", Asm(2).raw(b"}X\x03\x00\x00\x00\xed\xa0\x80Ns").stop().out)
case("safe", "nul-in-text", dumps("a\0b", 2))
case("safe", "list-in-itself", Asm(2).raw(b"]q\x00h\x00a").stop().out)
case("safe", "dict-as-its-value", Asm(2).raw(b"}q\x00X\x01\x00\x00\x00ah\x00s").stop().out)
case("safe", "tuple-cycle", Asm(2).raw(b"]q\x00h\x00\x85q\x01a0h\x01").stop().out)
case("safe", "object-cycle", Asm(2).value(New(RIDGE)).op(b"q\x00").raw(b"}").text("me").op(b"h\x00sb").stop().out)


def doubled(first, levels):
    """`first` in a pair of itself, that in a pair of itself, and so on: small in the file, 2^levels leaves as a tree."""
    return first + b"".join(b"q%ch%c\x86" % (n, n) for n in range(levels))


case("safe", "billion-laughs", Asm(2).raw(doubled(b"]", 40)).stop().out, note="parse only: the tree has 2^40 leaves")
case("safe", "shared-tuple-key", Asm(2).raw(b"}" + doubled(b"X\x01\0\0\0a", 14) + b"Ns").stop().out)
case("limit", "endless-shared-tuple-key", Asm(2).raw(b"}" + doubled(b"X\x01\0\0\0a", 60) + b"Ns").stop().out, code="limit.work", note="2^60 steps of hashing")
case("unlisted", "leftover-stack", Asm(2).value(1).value(2).value([3]).stop().out, code="stream.not-a-pickler")
case("unlisted", "open-mark", Asm(2).op(b"(").value([3]).stop().out, code="stream.not-a-pickler")
case("unlisted", "pop-of-a-mark", Asm(2).op(b"(0").value([3]).stop().out, code="stream.not-a-pickler")
case("safe", "memo-high-index", Asm(2).raw(b"]r\xff\xff\x00\x00K\x01a").stop().out)
case("safe", "lenient-integers", b"(lI+5\naI 7 \naI1_000\naL5L\naL 6L\na.")
case("safe", "booleans-in-text", b"(lI00\naI01\na.")
case("safe", "two-pickles", dumps([1], 2) + dumps({"a": 2}, 4), code="note.second-stream")
case("safe", "eleven-pickles", b"".join(dumps(n, n % 5) for n in range(11)), code="note.second-stream")
case("safe", "zero-padding", dumps([1], 2) + bytes(40), code="note.padding")
case("safe", "blank-padding", dumps([1], 2) + b" \r\n\t\n", code="note.padding")
case("safe", "padding-between-pickles", dumps([1], 2) + b"\n\0\n" + dumps([2], 2), code="note.padding")
case("safe", "frames", Asm(4).raw(b"\x95" + struct.pack("<Q", 4) + b"]K\x01a" + b"\x95" + struct.pack("<Q", 1)).stop().out)
case("safe", "frame-ends-between-opcodes", Asm(4).raw(b"\x95" + struct.pack("<Q", 2) + b"]K"[:1] + b"N" + b"a").stop().out)
case("safe", "empty-frame", Asm(4).raw(b"\x95" + bytes(8) + b"N").stop().out)
case("safe", "python2-text", Asm(2).raw(b"U\x04caf\xe9").stop().out, code="note.python2-text", loaders=[])
case("safe", "python2-string-in-numpy", Asm(2).value(Array(DType("f8"), (1,), Raw(b"U\x08" + struct.pack("<d", 1.5)))).stop().out, loaders=[])
case("safe", "reference-in-plain-data", Asm(4).value({"dtypes": [Name("numpy", "float64"), Name("numpy", "add")]}).stop().out)
case("safe", "reference-at-root", Asm(4).value(Name("numpy", "float64")).stop().out)
case("safe", "estimator-class-in-plain-data", Asm(4).value([RIDGE]).stop().out)
case("safe", "transformer-with-ufunc", dumps(New(Name("sklearn.preprocessing._function_transformer", "FunctionTransformer"),
     {"func": Name("numpy", "log1p"), "inverse_func": None, "validate": False, "_sklearn_version": "1.3.0"}), 4))
case("safe", "partial-of-ufunc", dumps(New(Name("sklearn.preprocessing._function_transformer", "FunctionTransformer"),
     {"func": __import__("assemble").Build(Call(Name("functools", "partial"), Name("numpy", "clip")), (Name("numpy", "clip"), (), {"a_min": 0}, None))}), 4))
case("safe", "array-of-text-like-code", dumps(Array(DType("u1"), (len(PAYLOAD),), PAYLOAD), 4))
case("safe", "ordered-dict-call", dumps(Call(Name("collections", "OrderedDict"), [["a", 1], ["b", 2]]), 2))
case("safe", "default-dict", dumps(Call(Name("collections", "defaultdict"), Name("builtins", "list")), 4))
case("safe", "deque", dumps(Call(Name("collections", "deque"), [1, 2], 5), 4))
case("safe", "counter", dumps(Call(Name("collections", "Counter"), {"a": 2}), 4))
case("safe", "exception", dumps(Call(Name("builtins", "ValueError"), "os.system('true')"), 4))
case("safe", "path", dumps(Call(Name("pathlib", "PurePosixPath"), "/", "etc", "passwd"), 4))
case("safe", "decimal", dumps(Call(Name("decimal", "Decimal"), "1.50"), 4))
case("safe", "fraction", dumps(Call(Name("fractions", "Fraction"), "1/3"), 4))
case("safe", "uuid", dumps(New(Name("uuid", "UUID"), {"int": 2**100}), 4))
case("safe", "timezone", dumps(Call(Name("datetime", "timezone"), Call(Name("datetime", "timedelta"), 0, 3600, 0)), 4))
case("safe", "random-state", dumps(Call(Name("numpy.random._pickle", "__randomstate_ctor"), "MT19937"), 4))
case("safe", "complex-slice-range", dumps([Call(Name("builtins", "complex"), 1.0, 2.0), Call(Name("builtins", "slice"), 1, None, 2), Call(Name("builtins", "range"), 0, 10, 2)], 4))
case("safe", "repeated-names", Asm(4).value([Call(Name("builtins", "set"), [i]) for i in range(50)]).stop().out)
case("safe", "text-spells-tar", Asm(4).raw(b"X" + struct.pack("<I", 300) + b"y" * 250 + b"ustar\x0000" + b"z" * 42).stop().out)
