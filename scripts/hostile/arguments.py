"""Arguments of checked calls: what numpy, copyreg, the codecs and the rest are given, right and wrong."""
import struct

from assemble import Asm, Array, Build, Call, DType, Name, New, Raw, dumps
from case import case

RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
RECONSTRUCT = Name("numpy.core.multiarray", "_reconstruct")
SCALAR = Name("numpy.core.multiarray", "scalar")
FROMBUFFER = Name("numpy.core.numeric", "_frombuffer")
NDARRAY = Name("numpy", "ndarray")
F8 = DType("f8")


def both(verdict, slug, value, code=None, protos=(2, 4), **facts):
    for p in protos:
        case(verdict, f"{slug}-p{p}", dumps(value, p), code=code, **facts)


# ---- arrays ----
for p in range(6):
    case("safe", f"array-p{p}", dumps(Array(F8, (2,), struct.pack("<dd", 1, 2)), p))
both("safe", "array-fortran", Array(F8, (1, 2), struct.pack("<dd", 1, 2), True))
both("safe", "array-object", Array(DType("O8"), (2,), [1, "a"]))
both("safe", "array-empty", Array(F8, (0, 3), b""))
both("unlisted", "array-unbuilt", Call(RECONSTRUCT, NDARRAY, (0,), b"b"), "build.state")
both("safe", "array-matrix", Array(F8, (1, 1), bytes(8), subtype=Name("numpy", "matrix")))
both("malformed", "array-too-short", Array(F8, (3,), bytes(16)), "array.malformed", rule="lying-shape")
both("malformed", "array-too-long", Array(F8, (1,), bytes(16)), "array.malformed", rule="lying-shape")
both("malformed", "array-negative-shape", Array(F8, (-1,), bytes(8)), "array.malformed", rule="lying-shape")
both("limit", "array-shape-wraps", Array(F8, (2**32, 2**32), b""), "limit.elements", rule="lying-shape")
both("malformed", "array-object-bytes", Array(DType("O8"), (1,), bytes(8)), "array.malformed", rule="object-over-bytes")
both("malformed", "array-list-for-numbers", Array(F8, (1,), [1.0]), "array.malformed")
both("malformed", "array-object-count", Array(DType("O8"), (3,), [1]), "array.malformed")
both("malformed", "array-data-number", Array(F8, (1,), 5), "array.malformed")
both("malformed", "array-no-dtype", Array("f8", (1,), bytes(8)), "array.malformed")
both("unlisted", "array-built-twice", Build(Array(F8, (1,), bytes(8)), (1, (1,), F8, False, bytes(8))), "build.target", rule="build-once")
both("unlisted", "array-dtype-built-twice", Array(Build(F8, (3, "<", None, None, None, -1, -1, 0)), (1,), bytes(8)), "build.target", rule="build-once")
both("unlisted", "reconstruct-class", Call(RECONSTRUCT, RIDGE, (0,), b"b"), "call.arguments", rule="subtype")
both("unlisted", "reconstruct-list", Call(RECONSTRUCT, Name("builtins", "list"), (0,), b"b"), "call.arguments", rule="subtype")
both("unlisted", "reconstruct-unlisted", Call(RECONSTRUCT, Name("mylib", "Array"), (0,), b"b"), "global.unlisted", rule="subtype")
both("dangerous", "reconstruct-dangerous", Call(RECONSTRUCT, Name("os", "system"), (0,), b"b"), "global.dangerous", rule="subtype")
both("unlisted", "reconstruct-shape", Call(RECONSTRUCT, NDARRAY, (2**40,), b"b"), "call.arguments")
both("unlisted", "reconstruct-typecode", Call(RECONSTRUCT, NDARRAY, (0,), b"O"), "call.arguments")
both("unlisted", "reconstruct-arity", Call(RECONSTRUCT, NDARRAY), "call.arguments")
both("unlisted", "memmap-call", Call(Name("numpy", "memmap"), "mark-of-memmap", "u1", "w+", 0, (1,)), "call.unlisted", rule="memmap", fires=["pickle", "joblib"])
both("unlisted", "memmap-newobj", Raw(b""), None) if False else None
for p in (2, 4):
    case("unlisted", f"memmap-newobj-p{p}", Asm(p).value(Name("numpy", "memmap")).value(("mark-of-memmap", "u1", "w+", 0, (1,))).op(b"\x81").stop().out,
         code="call.unlisted", rule="memmap", fires=["pickle", "joblib"])
    case("unlisted", f"ndarray-newobj-p{p}", Asm(p).value(NDARRAY).value((5,)).op(b"\x81").stop().out, code="call.unlisted")
    case("safe", f"memmap-subtype-p{p}", dumps(Array(F8, (1,), bytes(8), subtype=Name("numpy", "memmap")), p), loaders=[])
both("unlisted", "matrix-call", Call(Name("numpy", "matrix"), "1 2"), "call.unlisted")
both("unlisted", "ndarray-call", Call(NDARRAY, (2**40,)), "call.unlisted")
both("unlisted", "recarray-call", Call(Name("numpy", "recarray"), (1,), F8), "call.unlisted")
both("unlisted", "array-function", Call(Name("numpy", "array"), [1]))

# ---- dtypes ----
STRUCT = DType("V16", (3, "|", None, ("a", "b"), {"a": (F8, 0), "b": (F8, 8)}, 16, 1, 16))
both("safe", "dtype-structured", STRUCT)
both("safe", "dtype-datetime", DType("M8", (4, "<", None, None, None, -1, -1, 0, ({}, (b"ns", 1, 1, 1)))))
both("safe", "dtype-subarray", DType("V16", (3, "|", (F8, (2,)), None, None, 16, 1, 0)))
both("unlisted", "dtype-of-class", Call(Name("numpy", "dtype"), RIDGE), "call.arguments")
both("unlisted", "dtype-of-list", Call(Name("numpy", "dtype"), [("a", "f8")]), "call.arguments")
both("unlisted", "dtype-of-comma-text", Call(Name("numpy", "dtype"), "f8,f8"), "call.arguments")
both("unlisted", "dtype-of-long-text", Call(Name("numpy", "dtype"), "f8" * 40), "call.arguments")
both("unlisted", "dtype-of-four", Call(Name("numpy", "dtype"), "f8", False, True, {"a": 1}), "call.arguments")
both("unlisted", "dtype-flags-hide-objects", DType("V8", (3, "|", None, ("a",), {"a": (DType("O8"), 0)}, 8, 1, 0)), "build.state", rule="dtype-flags")
both("unlisted", "dtype-flags-invent-objects", DType("V8", (3, "|", None, ("a",), {"a": (F8, 0)}, 8, 1, 63)), "build.state", rule="dtype-flags")
both("unlisted", "dtype-plain-flags-objects", DType("f8", (3, "<", None, None, None, -1, -1, 63)), "build.state", rule="dtype-flags")
both("unlisted", "dtype-field-outside", DType("V8", (3, "|", None, ("a",), {"a": (F8, 4)}, 8, 1, 16)), "build.state", rule="dtype-fields")
both("unlisted", "dtype-field-negative", DType("V8", (3, "|", None, ("a",), {"a": (F8, -8)}, 8, 1, 16)), "build.state", rule="dtype-fields")
both("unlisted", "dtype-overlap-object", DType("V8", (3, "|", None, ("a", "b"), {"a": (DType("O8"), 0), "b": (F8, 0)}, 8, 1, 27)), "build.state", rule="dtype-fields")
both("unlisted", "dtype-hidden-object-field", DType("V8", (3, "|", None, ("a",), {"a": (F8, 0), "h": (DType("O8"), 0)}, 8, 1, 16)), "build.state", rule="dtype-fields")
both("unlisted", "dtype-name-twice", DType("V8", (3, "|", None, ("a", "a"), {"a": (F8, 0)}, 8, 1, 16)), "build.state", rule="dtype-fields")
both("unlisted", "dtype-negative-size", DType("V8", (3, "|", None, None, None, -8, 1, 0)), "build.state")
both("unlisted", "dtype-huge-size", DType("V8", (3, "|", None, None, None, 2**31 - 1, 1, 0)), "build.state")
for p in (2, 4):
    a = Asm(p).value(DType("V8", ())).raw(b"q\x63")
    a.value((3, "|", None, ("a",), {"a": (Raw(b"h\x63"), 0)}, 8, 1, 16)).op(b"b").stop()
    case("unlisted", f"dtype-in-itself-p{p}", a.out, code="build.state", rule="dtype-recursion")
    a = Asm(p).value(DType("V8", ())).raw(b"q\x63").value(DType("V8", (3, "|", None, ("a",), {"a": (Raw(b"h\x63"), 0)}, 8, 1, 16))).raw(b"q\x640h\x63")
    a.value((3, "|", None, ("b",), {"b": (Raw(b"h\x64"), 0)}, 8, 1, 16)).op(b"b").stop()
    case("unlisted", f"dtype-cycle-p{p}", a.out, code="build.state", rule="dtype-recursion")
    a = Asm(p).value(DType("V8", ())).raw(b"q\x63").value(Array(Raw(b"h\x63"), (1,), b"A" * 8)).raw(b"0h\x63")
    a.value((3, "|", None, ("a",), {"a": (DType("O8"), 0)}, 8, 1, 27)).op(b"b").stop()
    case("unlisted", f"dtype-built-under-array-p{p}", a.out, code="build.state", rule="object-over-bytes")

# ---- scalars ----
for p in range(6):
    case("safe", f"scalar-p{p}", dumps(Call(SCALAR, F8, struct.pack("<d", 1.5)), p))
both("unlisted", "scalar-object", Call(SCALAR, DType("O8"), RIDGE), "call.arguments", rule="scalar-object")
both("unlisted", "scalar-object-plain", Call(SCALAR, DType("O8"), 1), "call.arguments", rule="scalar-object")
both("malformed", "scalar-short", Call(SCALAR, F8, b"\0" * 4), "array.malformed")
both("unlisted", "scalar-long", Call(SCALAR, F8, b"\0" * 12), "call.arguments")
both("malformed", "scalar-number", Call(SCALAR, F8, 5), "array.malformed")
OBJECTS = DType("V8", (3, "|", None, ("a",), {"a": (DType("O8"), 0)}, 8, 8, 27))
both("unlisted", "scalar-objects-over-numbers", Call(SCALAR, OBJECTS, Array(DType("u1"), (8,), b"A" * 8)), "call.arguments", rule="scalar-object")
both("unlisted", "scalar-objects-over-bytes", Call(SCALAR, OBJECTS, b"A" * 8), None, rule="scalar-object")
both("unlisted", "scalar-of-text", Call(SCALAR, "f8", b"\0" * 8), "call.arguments")

# ---- _frombuffer ----
both("safe", "frombuffer", Call(FROMBUFFER, bytes(16), F8, (2,), "C"), protos=(4,))
both("safe", "frombuffer-bytearray", Call(FROMBUFFER, bytearray(16), F8, (2,), "C"), protos=(5,))
both("unlisted", "frombuffer-text", Call(FROMBUFFER, "x" * 16, F8, (2,), "C"), "call.arguments", protos=(4,))
both("unlisted", "frombuffer-array", Call(FROMBUFFER, Array(F8, (2,), bytes(16)), F8, (2,), "C"), "call.arguments", protos=(4,))
both("unlisted", "frombuffer-order", Call(FROMBUFFER, bytes(16), F8, (2,), "A"), "call.arguments", protos=(4,))
both("malformed", "frombuffer-objects", Call(FROMBUFFER, bytes(16), DType("O8"), (2,), "C"), "array.malformed", protos=(4,), rule="object-over-bytes")
both("malformed", "frombuffer-size", Call(FROMBUFFER, bytes(16), F8, (3,), "C"), "array.malformed", protos=(4,))

# ---- ufuncs ----
UFUNC = Name("numpy.core", "_ufunc_reconstruct")
both("safe", "ufunc", Call(UFUNC, "numpy", "add"))
both("safe", "ufunc-umath", Call(UFUNC, "numpy.core.umath", "add"))
both("unlisted", "ufunc-module", Call(UFUNC, "antigravity", "add"), "call.arguments", rule="ufunc-module", fires=["pickle", "joblib"])
both("unlisted", "ufunc-module-os", Call(UFUNC, "os", "system"), "call.arguments", rule="ufunc-module")
both("unlisted", "ufunc-name", Call(UFUNC, "numpy", "load"), "call.arguments", rule="ufunc-module")
both("unlisted", "ufunc-number", Call(UFUNC, 1, 2), "call.arguments")

# ---- codecs ----
ENCODE = Name("_codecs", "encode")
both("safe", "encode-latin1", Call(ENCODE, "caf\xe9", "latin1"))
both("safe", "encode-utf8", Call(ENCODE, "caf\xe9", "utf-8"))
both("unlisted", "encode-other", Call(ENCODE, "x", "rot13"), "call.arguments", rule="codecs")
both("unlisted", "encode-module", Call(ENCODE, "x", "antigravity"), "call.arguments", rule="codecs")
both("unlisted", "encode-errors", Call(ENCODE, "x", "latin1", "replace"), "call.arguments")
both("malformed", "encode-impossible", Call(ENCODE, "\u20ac", "latin1"), "array.malformed")

# ---- copyreg ----
RECON = Name("copyreg", "_reconstructor")
OBJECT = Name("builtins", "object")
both("safe", "reconstructor", Call(RECON, RIDGE, OBJECT, None), protos=(4,))
both("safe", "reconstructor-dict", Call(RECON, Name("sklearn.utils._bunch", "Bunch"), Name("builtins", "dict"), {"a": 1}), protos=(4,))
both("unlisted", "reconstructor-state", Call(RECON, RIDGE, OBJECT, 1), "call.arguments", protos=(4,), rule="reconstructor")
both("unlisted", "reconstructor-base", Call(RECON, RIDGE, Name("builtins", "int"), 1), "call.arguments", protos=(4,), rule="reconstructor")
both("unlisted", "reconstructor-base-class", Call(RECON, RIDGE, RIDGE, None), "call.arguments", protos=(4,), rule="reconstructor")
both("unlisted", "reconstructor-dict-subclass-state", Call(RECON, Name("sklearn.utils._bunch", "Bunch"), Name("builtins", "dict"), Call(Name("collections", "OrderedDict"))), "call.arguments", protos=(4,), rule="reconstructor")
both("unlisted", "reconstructor-memmap", Call(RECON, Name("numpy", "memmap"), OBJECT, None), "call.arguments", protos=(4,), rule="reconstructor")
both("unlisted", "reconstructor-function", Call(RECON, Name("numpy", "exp"), OBJECT, None), "call.arguments", protos=(4,))
both("unlisted", "reconstructor-unlisted", Call(RECON, Name("mylib", "A"), OBJECT, None), "global.unlisted", protos=(4,))
both("dangerous", "copyreg-newobj", Call(Name("copyreg", "__newobj__"), RIDGE), "global.dangerous", protos=(4,), rule="N31")

# ---- builtins and collections ----
B = "builtins"
both("safe", "set-of-list", Call(Name(B, "set"), [1, 2]))
both("unlisted", "set-of-range", Call(Name(B, "set"), Call(Name(B, "range"), 0, 10**12)), "call.arguments", (4,), rule="bounded")
both("unlisted", "list-of-range", Call(Name(B, "list"), Call(Name(B, "range"), 0, 10**12)), "call.arguments", (4,), rule="bounded")
both("unlisted", "bytes-of-number", Call(Name(B, "bytes"), 10**12), "call.arguments", (4,), rule="bounded")
both("unlisted", "bytearray-of-number", Call(Name(B, "bytearray"), 10**12), "call.arguments", (4,), rule="bounded")
both("unlisted", "range-of-instance", Call(Name(B, "range"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "complex-of-text", Call(Name(B, "complex"), "1j"), "call.arguments", (4,))
both("unlisted", "slice-of-function", Call(Name(B, "slice"), Name("numpy", "exp"), None, None), "call.arguments", (4,))
both("malformed", "set-of-lists", Call(Name(B, "set"), [[1]]), None, (4,))
both("unlisted", "default-dict-of-class", Call(Name("collections", "defaultdict"), RIDGE), "call.arguments", (4,), rule="factory")
both("unlisted", "default-dict-of-function", Call(Name("collections", "defaultdict"), Name("numpy", "exp")), "call.arguments", (4,), rule="factory")
both("dangerous", "default-dict-of-eval", Call(Name("collections", "defaultdict"), Name(B, "eval")), "global.dangerous", (4,), rule="factory")
both("unlisted", "ordered-dict-of-instance", Call(Name("collections", "OrderedDict"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "counter-of-text", Call(Name("collections", "Counter"), "aab"), "call.arguments", (4,))
both("unlisted", "deque-of-instance", Call(Name("collections", "deque"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "deque-of-default-dict", Call(Name("collections", "deque"), Call(Name("collections", "defaultdict"))), "call.arguments", (4,))
both("unlisted", "date-of-numbers", Call(Name("datetime", "date"), 2020, 1, 1), "call.arguments", (4,))
both("unlisted", "datetime-zone-instance", Call(Name("datetime", "datetime"), b"\x07\xe4\x01\x01\0\0\0\0\0\0", New(RIDGE)), "call.arguments", (4,))
both("unlisted", "decimal-of-instance", Call(Name("decimal", "Decimal"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "fraction-of-instance", Call(Name("fractions", "Fraction"), New(RIDGE), 1), "call.arguments", (4,))
both("unlisted", "path-of-instance", Call(Name("pathlib", "Path"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "exception-of-instance", Call(Name(B, "ValueError"), New(RIDGE)), "call.arguments", (4,))
both("unlisted", "exception-of-function", Call(Name(B, "ValueError"), Name("numpy", "exp")), "call.arguments", (4,))
both("dangerous", "zoneinfo", Call(Name("zoneinfo", "ZoneInfo"), "Europe/Berlin"), "global.dangerous", (4,))

# ---- random generators call what they are given ----
R = "numpy.random._pickle"
CTOR = Name(R, "__bit_generator_ctor")
both("safe", "random-state-legacy", Call(Name("numpy.random", "__RandomState_ctor")))
both("safe", "bit-generator", Call(CTOR, "PCG64"), protos=(4,))
both("safe", "generator", Call(Name(R, "__generator_ctor"), Call(CTOR, "PCG64")), protos=(4,))
both("unlisted", "bit-generator-name", Call(CTOR, "os"), "call.arguments", (4,), rule="random-ctor")
both("unlisted", "bit-generator-class", Call(CTOR, RIDGE), "call.arguments", (4,), rule="random-ctor")
both("unlisted", "generator-constructor", Call(Name(R, "__generator_ctor"), "PCG64", Name("numpy", "exp")), "call.arguments", (4,), rule="random-ctor")
both("dangerous", "generator-constructor-system", Call(Name(R, "__generator_ctor"), "true", Name("os", "system")), "global.dangerous", (4,), rule="random-ctor", fires=["pickle", "joblib"])
both("unlisted", "random-state-constructor", Call(Name(R, "__randomstate_ctor"), "MT19937", Name("functools", "partial")), "call.arguments", (4,), rule="random-ctor")
WORDS = Array(DType("u4"), (624,), bytes(2496))


def mersenne(position, words=WORDS):
    return Build(Call(Name(R, "__randomstate_ctor"), "MT19937"), {"bit_generator": "MT19937", "state": {"key": words, "pos": position}, "has_gauss": 0, "gauss": 0.0})


both("safe", "mersenne", mersenne(624), protos=(4,))
both("unlisted", "mersenne-position", mersenne(625), "build.state", (4,), rule="mt-pos")
both("unlisted", "mersenne-negative", mersenne(-1), "build.state", (4,), rule="mt-pos")
both("unlisted", "mersenne-position-scalar", mersenne(Call(SCALAR, DType("i8"), struct.pack("<q", 10**6))), "build.state", (4,), rule="mt-pos")
both("unlisted", "mersenne-key", mersenne(3, Array(DType("u4"), (3,), bytes(12))), "build.state", (4,), rule="mt-pos")
both("unlisted", "mersenne-function", Build(Call(Name(R, "__randomstate_ctor"), "MT19937"), {"state": Name("numpy", "exp")}), "build.state", (4,))

# ---- cython and trees ----
NEWOBJ = Name("sklearn.metrics._dist_metrics", "newObj")
both("unlisted", "newobj-other-class", Call(NEWOBJ, RIDGE), "call.arguments", (4,), rule="newobj")
both("dangerous", "newobj-py-func", Call(NEWOBJ, Name("sklearn.metrics._dist_metrics", "PyFuncDistance")), None, (4,), rule="newobj")
PYX = Name("sklearn._loss._loss", "__pyx_unpickle_CyHalfSquaredError")
both("unlisted", "pyx-other-class", Call(PYX, RIDGE, 238750788, None), None, (4,), rule="pyx")
both("unlisted", "pyx-checksum", Call(PYX, Name("sklearn._loss._loss", "CyHalfSquaredError"), 1, None), None, (4,), rule="pyx")
TREE = Name("sklearn.tree._tree", "Tree")
both("unlisted", "tree-of-instance", Call(TREE, New(RIDGE), 1, 1), "call.arguments", (4,), rule="tree")
both("unlisted", "tree-newobj", New(TREE), None, (4,), rule="tree")
both("unlisted", "mareconstruct-class", Call(Name("numpy.ma.core", "_mareconstruct"), RIDGE, NDARRAY, (0,), b"b"), "call.arguments", (4,), rule="subtype")
both("unlisted", "mareconstruct-base", Call(Name("numpy.ma.core", "_mareconstruct"), Name("numpy.ma.core", "MaskedArray"), RIDGE, (0,), b"b"), "call.arguments", (4,), rule="subtype")

# ---- pandas ----
INDEX = Name("pandas.core.indexes.base", "_new_Index")
both("unlisted", "new-index-class", Call(INDEX, RIDGE, {"data": [1]}), "call.arguments", (4,), rule="pandas")
both("unlisted", "new-index-key", Call(INDEX, Name("pandas.core.indexes.base", "Index"), {"data": [1], "evil": 1}), "call.arguments", (4,), rule="pandas")
both("unlisted", "new-index-data", Call(INDEX, Name("pandas.core.indexes.base", "Index"), {"data": New(RIDGE)}), "call.arguments", (4,), rule="pandas")

# ---- opaque native state ----
both("unlisted", "xgboost-handle", New(Name("xgboost.core", "Booster"), {"handle": bytearray(b"binf" + bytes(60))}), None, (5,), rule="native")
both("unlisted", "lightgbm-text", New(Name("lightgbm.basic", "Booster"), {"handle": "tree\nversion=v3\n"}), None, (4,), rule="native")
both("unlisted", "catboost-bytes", Build(New(Name("catboost.core", "CatBoostRegressor")), {"__model": b"CBM1"}), None, (4,), rule="native")
both("unlisted", "catboost-model", Build(New(Name("catboost.core", "CatBoostRegressor")), {"_model": b"CBM1"}), None, (4,), rule="native")
