"""joblib's wrappers: their form, their keys, their padding, and companions of joblib 0.8 and 0.9."""
from assemble import Array, Asm, Build, Call, DType, Name, New, Raw, dumps
from case import case
from joblib_array import JOBLIB, OLD, array, object_array, objects, wrapper_state

WRAPPER = Name(JOBLIB, "NumpyArrayWrapper")
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
QUIET = bytes(range(7, 27))
JOB = {"loaders": ["joblib"]}


def good(slug, asm, **facts):
    case("safe", slug, asm.stop().out, "joblib", **{**JOB, **facts})


for p in range(6):
    good(f"wrapper-p{p}", array(Asm(p), QUIET))
    good(f"wrapper-aligned-p{p}", array(Asm(p), QUIET, 16, b"\xff" * 5))
    good(f"wrapper-alignment-none-p{p}", array(Asm(p), QUIET, None))
    good(f"wrapper-objects-p{p}", object_array(Asm(p), objects([1, "a"])))
good("wrapper-padding-16", array(Asm(4), QUIET, 16, b"\xff" * 16))
good("wrapper-padding-0", array(Asm(4), QUIET, 16, b""))
good("wrapper-fortran", array(Asm(4), QUIET, shape=(4, 5), order="F"))
good("wrapper-matrix", array(Asm(4), QUIET, shape=(4, 5), subclass=Name("numpy", "matrix")))
good("wrapper-memmap", array(Asm(4), QUIET, subclass=Name("numpy", "memmap")))
good("wrapper-old-module", array(Asm(2), QUIET, module=OLD), loaders=[])
good("wrapper-two-arrays", array(array(Asm(4).op(b"("), QUIET), QUIET).op(b"t"))
good("wrapper-objects-numbers-objects", array(object_array(Asm(4).op(b"("), objects([1])), QUIET).value(None).op(b"0") if False else
     object_array(array(object_array(Asm(4).op(b"("), objects([1])), QUIET), objects([2])).op(b"t"), rule="S31g")
good("wrapper-zero-dimensional", array(Asm(4), b"x", shape=()))
good("wrapper-empty", array(Asm(4), b"", shape=(0, 3)))


def bad(slug, code, asm, verdict="unlisted", **facts):
    case(verdict, slug, asm.stop().out, "joblib", code=code, **facts)


# The form.
bad("wrapper-with-arguments", "call.unlisted", Asm(4).value(WRAPPER).value((Name("numpy", "ndarray"), (1,), "C", DType("u1"))).op(b"\x81"), rule="wrapper-form")
bad("wrapper-called", "call.unlisted", Asm(4).value(Call(WRAPPER, Name("numpy", "ndarray"), (1,), "C", DType("u1"))), rule="wrapper-form")
bad("wrapper-built-twice", "build.target", Asm(4).value(WRAPPER).value(()).op(b"\x81q\x63").value(wrapper_state((1,), DType("u1"))).op(b"b").raw(b"xh\x63").value(wrapper_state((1,), DType("u1"))).op(b"b").raw(b"x"), rule="wrapper-once")
bad("wrapper-never-built", None, Asm(4).value(WRAPPER).value(()).op(b"\x81"), "safe", loaders=["joblib"])
# The keys.
bad("wrapper-extra-read", "build.state", array(Asm(4), QUIET, read=Name("numpy", "exp")), rule="wrapper-keys")
bad("wrapper-extra-read-array", "build.state", array(Asm(4), QUIET, read_array=1), rule="wrapper-keys")
bad("wrapper-extra-safe-get", "build.state", array(Asm(4), QUIET, safe_get_numpy_array_alignment_bytes=Name("numpy", "exp")), rule="wrapper-keys")
bad("wrapper-missing-order", "build.state", array(Asm(4), QUIET, order="drop"), rule="wrapper-keys")
bad("wrapper-pair-state", "build.state", Asm(4).value(Build(Raw(bytes(Asm(4, False).value(New(WRAPPER)).out)), (wrapper_state((1,), DType("u1")), {"read": 1}))).raw(b"x"), rule="wrapper-keys")
bad("wrapper-ordered-dict", "build.state", Asm(4).value(New(WRAPPER)).value(Call(Name("collections", "OrderedDict"))).op(b"b"), rule="wrapper-keys")
for slug, change in {
    "order": {"order": "A"}, "order-bytes": {"order": b"C"}, "dtype-text": {"dtype": "u1"}, "dtype-class": {"dtype": RIDGE},
    "subclass-class": {"subclass": RIDGE}, "subclass-recarray": {"subclass": Name("numpy", "recarray")},
    "subclass-chararray": {"subclass": Name("numpy", "chararray")}, "subclass-masked": {"subclass": Name("numpy.ma.core", "MaskedArray")},
    "shape-list": {"shape": [20]}, "shape-number": {"shape": 20}, "shape-negative": {"shape": (-20,)}, "shape-float": {"shape": (20.0,)},
    "shape-bool": {"shape": (True,)}, "allow-mmap": {"allow_mmap": 1}, "allow-mmap-none": {"allow_mmap": None},
}.items():
    bad(f"wrapper-{slug}", "build.state", array(Asm(4), QUIET, **change), rule="wrapper-keys")
for alignment in (0, 1, 8, 32, -16, True, "16", 16.0):
    bad(f"wrapper-alignment-{alignment}".replace(".", "-"), "build.state", array(Asm(4), QUIET, alignment), rule="wrapper-alignment")
bad("dangerous-subclass", "global.dangerous", array(Asm(4), QUIET, subclass=Name("os", "system")), "dangerous")
# The bytes.
case("malformed", "wrapper-padding-46", array(Asm(4), QUIET, 16, b"\xff" * 46).stop().out, "joblib", code="array.wrapper", rule="S31e")
case("malformed", "wrapper-padding-17", array(Asm(4), QUIET, 16, b"\xff" * 17).stop().out, "joblib", code="array.wrapper", rule="S31e")
a = array(Asm(4).op(b"("), QUIET, 16, b"\xff" * 46).value(Call(Name("os", "system"), "true")).op(b"t").stop()
case("dangerous", "code-behind-padding-46", a.out, "joblib", code="global.dangerous", name="os.system", at=a.at["last"], fires=["joblib-new"], rule="S31e")
case("malformed", "wrapper-cut", array(Asm(4), QUIET, shape=(2**20,)).stop().out, "joblib", code="stream.truncated")
case("limit", "wrapper-huge-shape", array(Asm(4), QUIET, shape=(2**30, 2**30)).stop().out, "joblib", code="limit.elements")
a = array(Asm(4).op(b"("), QUIET).value(Call(Name("os", "system"), "true")).op(b"t").stop()
case("dangerous", "code-behind-array", a.out, "joblib", code="global.dangerous", name="os.system", at=a.at["last"], fires=["joblib"], rule="S31b")
a = array(Asm(4).op(b"("), b"B\xff\xff\xff\x0f" + b"n" * 15).value(Call(Name("os", "system"), "true")).op(b"t").stop()
case("dangerous", "array-swallows-the-tail", a.out, "joblib", code="global.dangerous", name="os.system", at=a.at["last"], fires=["joblib"], rule="S31f")
nested = objects([Call(Name("os", "system"), "true")])
case("dangerous", "code-in-object-array", object_array(Asm(4), nested).stop().out, "joblib", code="global.dangerous", name="os.system", fires=["joblib", "pickle"], rule="S31c")
a = object_array(array(object_array(Asm(4).op(b"("), objects([1])), QUIET), nested).op(b"t").stop()
case("dangerous", "code-in-second-object-array", a.out, "joblib", code="global.dangerous", name="os.system", fires=["joblib"], rule="S31g")
case("malformed", "object-array-of-no-array", object_array(Asm(4), dumps([1], 2)).stop().out, "joblib", code="array.wrapper")
case("unlisted", "object-array-unlisted", object_array(Asm(4), objects([New(Name("mylib", "A"))])).stop().out, "joblib", code="global.unlisted", rule="S31d")
deep = objects([1])
for _ in range(3):
    inner = deep
    deep = objects([Raw(bytes(Asm(2, False).value([1, 2]).out))])
good("object-array-in-estimator", Asm(4).value(RIDGE).value(()).op(b"\x81").raw(b"}").text("coef_").raw(b"") if False else
     object_array(Asm(4).value(RIDGE).value(()).op(b"\x81").raw(b"}").text("coef_"), objects([1])).op(b"sb"))
a = array(Asm(4).value(RIDGE).value(()).op(b"\x81").raw(b"}").text("coef_"), QUIET, 16, b"\xff" * 3).op(b"sb")
good("array-in-estimator", a)
STRING = Call(Name("numpy._core._internal", "_convert_to_stringdtype_kwargs"), True)
bad("stringdtype-raw", "stream.opcode", array(Asm(4), bytes(32), dtype=STRING, shape=(2,)), "malformed", rule="object-over-bytes")
good("stringdtype", array(Asm(4), dumps(Array(STRING, (2,), ["a", "b"]), 4), dtype=STRING, shape=(2,)))
a = Asm(4).value(DType("V8", ())).raw(b"q\x630")
a = array(a, b"A" * 8, dtype=Raw(b"h\x63"), shape=(1,)).raw(b"0h\x63").value((3, "|", None, ("a",), {"a": (DType("O8"), 0)}, 8, 1, 27)).op(b"b")
bad("wrapper-dtype-built-later", "build.state", a, rule="object-over-bytes")

case("safe", "two-streams-two-modules", bytes(array(Asm(2), QUIET).stop().out) + bytes(array(Asm(2), QUIET, module=OLD).stop().out), "joblib", loaders=["joblib"])

# Companions.
FILES = "joblib.numpy_pickle_compat"


def companion(name, extra=None):
    return New(Name(FILES, "NDArrayWrapper"), {"filename": name, "subclass": Name("numpy", "ndarray"), **(extra or {})})


for slug, name in {"parent": "../a.npy", "absolute": "/tmp/a.npy", "backslash": "..\\a.npy", "folder": "sub/a.npy", "dot": ".", "dots": "..", "empty": "", "nul": "a\0.npy"}.items():
    bad(f"companion-{slug}", "container.companion-name", Asm(2).value(companion(name)), rule="S33c")
case("malformed", "companion-missing", dumps(companion("not-there.npy"), 2), "joblib", code="container.missing-companion", rule="S33c")
bad("companion-extra-key", "build.state", Asm(2).value(companion("a.npy", {"allow_mmap": True, "read": 1})), rule="wrapper-keys")
bad("companion-read", "build.state", Asm(2).value(companion("a.npy", {"read": Name("numpy", "exp")})), rule="wrapper-keys")
bad("companion-name-number", "build.state", Asm(2).value(companion(5)))
zipped = New(Name(FILES, "ZNDArrayWrapper"), {"filename": "../a.z", "init_args": (Name("numpy", "ndarray"), (0,), b"b"), "state": (1, (1,), DType("f8"), False)})
bad("companion-zipped-parent", "container.companion-name", Asm(2).value(zipped), rule="S33d")
zipped = New(Name(FILES, "ZNDArrayWrapper"), {"filename": "a.z", "init_args": (RIDGE, (0,), b"b"), "state": (1, (1,), DType("f8"), False)})
bad("companion-zipped-class", "build.state", Asm(2).value(zipped), rule="S33d")
zipped = New(Name(FILES, "ZNDArrayWrapper"), {"filename": "a.z", "init_args": (Name("numpy", "memmap"), ("x", "u1"), b"b"), "state": (1, (1,), DType("f8"), False)})
bad("companion-zipped-arguments", "build.state", Asm(2).value(zipped), rule="S33d")
