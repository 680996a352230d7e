"""What numpy, sklearn and joblib would take as it is: dtypes that lie about themselves, generators that read beside their
key, constructors whose places mean another thing in another version. Each made from a genuine form by one change."""
import struct

from assemble import Array, Build, Call, DType, Name, New, dumps
from case import case

F8, I4, U4, U8, O8 = DType("f8"), DType("i4"), DType("u4"), DType("u8"), DType("O8")


def refused(slug, value, code="build.state", verdict="unlisted", protos=(2, 4), **facts):
    for p in protos:
        case(verdict, f"{slug}-p{p}", dumps(value, p), code=code, **facts)


def plain(text, *state):
    return DType(text, state)


def struct_of(flags, size=16, alignment=1, second=F8):
    return DType(f"V{size}", (3, "|", None, ("a", "b"), {"a": (O8, 0), "b": (second, 8)}, size, alignment, flags))


# ---- dtypes: flags, byte order, size, alignment, unit ----
refused("dtype-object-without-flags", plain("O8", 3, "|", None, None, None, -1, -1, 0), rule="dtype-flags")
refused("dtype-object-without-init", plain("O8", 3, "|", None, None, None, -1, -1, 0x37), rule="dtype-flags")
refused("dtype-object-list-only", struct_of(2), rule="dtype-flags")
refused("dtype-object-no-init", struct_of(3), rule="dtype-flags")
for slug, text, size in (("void", "V8", (8, 1)), ("bytes", "S8", (8, 1)), ("text", "U2", (8, 4)), ("datetime", "M8", (-1, -1))):
    more = (({}, (b"ns", 1, 1, 1)),) if slug == "datetime" else ()
    refused(f"dtype-getitem-{slug}", plain(text, 4 if more else 3, "<" if slug in ("text", "datetime") else "|", None, None, None, *size, 0x20, *more), rule="dtype-flags")
refused("dtype-bytes-size-lost", plain("S8", 3, "|", None, None, None, -1, 1, 0))
refused("dtype-size-of-its-own", plain("f8", 3, "<", None, None, None, 16, -1, 0))
refused("dtype-alignment-of-its-own", plain("f8", 3, "<", None, None, None, -1, 16, 0))
refused("dtype-struct-alignment", struct_of(27, alignment=16))
refused("dtype-order-in-text", Call(Name("numpy", "dtype"), ">i4", False, True), "call.arguments")
refused("dtype-order-lost", plain("i4", 3, "|", None, None, None, -1, -1, 0))
refused("dtype-order-invented", plain("i1", 3, ">", None, None, None, -1, -1, 0))
refused("dtype-not-copied", Build(Call(Name("numpy", "dtype"), "i4", False, False), (3, ">", None, None, None, -1, -1, 0)), "call.arguments")
refused("dtype-aligned", Call(Name("numpy", "dtype"), "i4", True, True), "call.arguments")
refused("dtype-text-as-bytes", Call(Name("numpy", "dtype"), b"f8", False, True), "call.arguments", protos=(4,))
refused("dtype-without-unit", plain("M8", 3, "<", None, None, None, -1, -1, 0))
refused("dtype-unit-odd", plain("M8", 4, "<", None, None, None, -1, -1, 0, ({}, (b"ns", 1, 2, 1))))
refused("dtype-version", plain("f8", 4, "<", None, None, None, -1, -1, 0))
refused("dtype-title-of-another", DType("V16", (3, "|", None, ("a", "b"), {"a": (O8, 0, "t"), "t": (O8, 0, "t"), "b": (F8, 8)}, 16, 1, 27)))
refused("dtype-subarray-flags", DType("V16", (3, "|", (O8, (2,)), None, None, 16, 8, 0)))
refused("array-of-subarrays", Array(DType("V16", (3, "|", (F8, (2,)), None, None, 16, 8, 0)), (1,), bytes(16)))
refused("dtype-without-state", [DType("f8", ())])
refused("array-over-bare-dtype", Array(DType("f8", ()), (1,), bytes(8)))
refused("array-order-as-number", Array(F8, (1,), bytes(8), order=1))
refused("array-version-as-boolean", Array(F8, (1,), bytes(8), version=True), "array.malformed", "malformed")
for p in (2, 4):
    case("safe", f"dtype-struct-objects-p{p}", dumps(struct_of(27), p))
    case("safe", f"dtype-text-before-1-9-p{p}", dumps(plain("U2", 3, "<", None, None, None, 8, 4, 0), p))

# ---- StringDType takes str() of what it is given ----
TEXTS = Call(Name("numpy._core._internal", "_convert_to_stringdtype_kwargs"), True)
for p in (2, 4):
    case("safe", f"stringdtype-array-p{p}", dumps(Array(TEXTS, (2,), ["a", "b"]), p), loaders=[])
refused("stringdtype-instance", Array(TEXTS, (1,), [New(Name("sklearn.linear_model._ridge", "Ridge"), {"alpha": 1.0})]), loaders=[])

# ---- random generators ----
CTOR = Name("numpy.random._pickle", "__bit_generator_ctor")
KEY = Array(U4, (624,), bytes(2496))
COUNTER, HALF = Array(U8, (4,), bytes(32)), Array(U8, (2,), bytes(16))


def generator(name, state, **more):
    return Build(Call(CTOR, name), {"bit_generator": name, "state": state, **more})


def philox(position):
    return generator("Philox", {"counter": COUNTER, "key": HALF}, buffer=COUNTER, buffer_pos=position, has_uint32=0, uinteger=0)


for p in (2, 4):
    case("safe", f"mersenne-built-p{p}", dumps(generator("MT19937", {"key": KEY, "pos": 624}), p))
    case("safe", f"philox-built-p{p}", dumps(philox(4), p))
text = Call(Name("numpy.core.multiarray", "scalar"), plain("U3", 3, "<", None, None, None, 12, 4, 8), "pos".encode("utf-32-le"))
hidden = Build(Call(CTOR, "MT19937"), {"bit_generator": "MT19937", "state": {"key": KEY, "pos": 0, text: 2**40}})
refused("mersenne-position-twice", hidden)
refused("mersenne-position-outside", generator("MT19937", {"key": KEY, "pos": 625}))
refused("mersenne-key-of-64-bits", generator("MT19937", {"key": Array(U8, (624,), b"\xa5" * 4992), "pos": 0}))
refused("philox-position-outside", philox(2**31))
refused("philox-position-negative", philox(-1))
refused("sfc64-state-short", generator("SFC64", {"state": HALF}, has_uint32=0, uinteger=0))

# ---- constructors ----
MEMORY = Name("joblib.memory", "Memory")
for p in (2, 4):
    case("safe", f"memory-of-0-11-p{p}", dumps(Call(MEMORY, None, None, False, 1), p), loaders=[])
refused("memory-cachedir", Call(MEMORY, None, None, "mark-of-memory"), "call.arguments")
refused("memory-backend", Call(MEMORY, None, "local", None), "call.arguments")

# ---- thresholds are sorted when they are loaded ----
ISOTONIC = Name("sklearn.isotonic", "IsotonicRegression")
PAIRS = Array(DType("V8", (3, "|", None, ("a",), {"a": (F8, 0)}, 8, 1, 16)), (2,), bytes(16))
NUMBERS = Array(F8, (2,), struct.pack("<dd", 1, 2))
refused("isotonic-structures", New(ISOTONIC, {"X_thresholds_": PAIRS, "y_thresholds_": PAIRS}))
refused("isotonic-lengths", New(ISOTONIC, {"X_thresholds_": NUMBERS, "y_thresholds_": Array(F8, (1,), bytes(8))}))
refused("isotonic-half", New(ISOTONIC, {"X_thresholds_": NUMBERS}))
for p in (2, 4):
    case("safe", f"isotonic-p{p}", dumps(New(ISOTONIC, {"X_thresholds_": NUMBERS, "y_thresholds_": NUMBERS}), p), loaders=[])

# ---- masked arrays ----
MARECONSTRUCT = Name("numpy.ma.core", "_mareconstruct")


def masked(mask, version=1, fill=None):
    made = Call(MARECONSTRUCT, Name("numpy.ma.core", "MaskedArray"), Name("numpy", "ndarray"), (0,), b"b")
    return Build(made, (version, (2,), F8, False, bytes(16), mask, fill))


for p in (2, 4):
    case("safe", f"masked-p{p}", dumps(masked(b"\0\1"), p))
OBJECTS = DType("O8", (3, "|", None, None, None, -1, -1, 63))
for p in (2, 4):
    case("safe", f"masked-fill-object-p{p}", dumps(masked(b"\0\1", fill=Array(OBJECTS, (), [1.5])), p))
refused("masked-fill-instance", masked(b"\0\1", fill=Array(OBJECTS, (), [New(Name("sklearn.pipeline", "Pipeline"), {"steps": []})])))
refused("masked-short-mask", masked(b"\0"))
refused("masked-version", masked(b"\0\1", 0))
