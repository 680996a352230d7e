"""Files that are data to one loader and code to another, each with its harmless counterpart of the same shape."""
import gzip
import io
import struct
import zlib

from assemble import Asm, Call, DType, Name, New, Raw, dumps
from case import case
from joblib_array import JOBLIB, OLD, array, object_array, objects, wrapper_state

SYSTEM = Call(Name("os", "system"), "true")
DUAL = "joblib.dual-reading"
QUIET = bytes(range(7, 37))
# Opcodes that need nothing on the stack, as bytes of an array.
CODES = {
    "global": b"cos\nsystem\n(S'true'\ntR.",
    "stack-global": b"\x8c\x02os\x8c\x06system\x93\x8c\x04true\x85R.",
    "inst": b"(S'true'\nios\nsystem\n.",
    "obj": b"(cos\nsystem\nS'true'\no.",
    "reference": b"cos\nsystem\n.",
    "no-stop": b"cos\nsystem\n(S'true'\ntR",
    "mapped": b"c__builtin__\neval\n(S'1'\ntR.",
}
QUIETS = {
    "numbers": lambda n: bytes((i * 37 + 5) % 251 for i in range(n)),
    "zeros": bytes,
    "persid": lambda n: (b"Pstorage\n." * n)[:n],
    "ext": lambda n: (b"\x82\x01." * n)[:n],
    "stop": lambda n: (b"." * n),
    "text": lambda n: (b"the quick brown fox jumps over a lazy dog. " * n)[:n],
    "broken-code": lambda n: (b"\xffcos\nsystem\n(S'true'\ntR." * n)[:n],
}


def dual(slug, data, ext="joblib", name="os.system", **facts):
    case("dangerous", f"dual-{slug}", data, ext, code=DUAL, name=name, **facts)


def counterpart(slug, data, ext="joblib", **facts):
    case("safe", f"dual-quiet-{slug}", data, ext, **{"loaders": ["joblib"], **facts})


# pickle.load runs an array's bytes.
for p in (2, 4):
    for slug, code in CODES.items():
        target = "builtins.eval" if slug == "mapped" else "os.system"
        if slug == "mapped" and p == 4:
            continue
        dual(f"array-bytes-{slug}-p{p}", array(Asm(p), code).stop().out, name=target, fires=[] if slug == "reference" else ["pickle"], rule="dual-pickle")
    for slug, quiet in QUIETS.items():
        counterpart(f"array-bytes-{slug}-p{p}", array(Asm(p), quiet(40)).stop().out)
data = CODES["global"]
dual("array-in-estimator", array(Asm(4).value(Name("sklearn.linear_model._ridge", "Ridge")).value(()).op(b"\x81").raw(b"}").text("coef_"), data).op(b"sb").stop().out, fires=["pickle"], rule="dual-pickle")
dual("second-array", array(array(Asm(4).op(b"("), b"N" * 8), data).op(b"t").stop().out, fires=["pickle"], rule="dual-pickle")
counterpart("second-array", array(array(Asm(4).op(b"("), b"N" * 8), QUIET).op(b"t").stop().out)
for slug, pack in {"zlib": zlib.compress, "gzip": lambda d: gzip.compress(d, mtime=0)}.items():
    dual(f"array-bytes-{slug}", pack(bytes(array(Asm(4), data).stop().out)), fires=[], rule="dual-pickle")
    counterpart(f"array-bytes-{slug}", pack(bytes(array(Asm(4), QUIET).stop().out)), loaders=["joblib"])
dual("alignment-none", array(Asm(4), data, None).stop().out, fires=["pickle"], rule="dual-pickle")
# An unlisted name in an array's bytes.
case("unlisted", "dual-array-bytes-unlisted", array(Asm(2), b"cmylib.models\nmake\n)R.").stop().out, "joblib", code=DUAL, name="mylib.models.make", rule="dual-pickle")
case("unlisted", "dual-array-bytes-build", array(Asm(2), b"csklearn.linear_model._ridge\nRidge\n)\x81}X\x05\0\0\0alphacmylib\nf\nsb.").stop().out, "joblib", code=DUAL, rule="dual-pickle")
case("unlisted", "dual-array-bytes-call", array(Asm(2), b"csklearn.linear_model._ridge\nRidge\n)R.").stop().out, "joblib", code=DUAL, rule="dual-pickle")
case("unlisted", "dual-array-bytes-call-instance", array(Asm(2), b"cnumpy.polynomial.polynomial\nPolynomial\n)\x81)R.").stop().out, "joblib", code=DUAL, rule="dual-pickle")
counterpart("listed-names", array(Asm(2), b"ccollections\nOrderedDict\n)R.").stop().out)

# joblib before 1.2 knows no padding: the last bytes of the array are opcodes to it.
tail = b"cos\nsystem\n)R."
padding = b"\xff" * (len(tail) - 1)
dual("old-joblib-tail", array(Asm(4), b"\x07" * 40 + tail, 16, padding).stop().out, fires=[], rule="dual-old-joblib")
tail = b"(h\x66h\x67o."
stash = Asm(4).value([Name("numpy", "exp")]).op(b"0")
counterpart("old-joblib-tail", array(Asm(4), b"\x07" * 40 + bytes(14), 16, padding).stop().out, loaders=["joblib"])
a = Asm(4).op(b"(").text("os").op(b"q\x66").text("system").op(b"q\x67").text("true").op(b"q\x68")
tail = b"h\x66h\x67\x93h\x68\x85R."
dual("old-joblib-memo", array(a, b"\x07" * 40 + tail, 16, b"\xff" * (len(tail) - 1)).stop().out, fires=["joblib-old"], rule="dual-old-joblib")
a = Asm(4).op(b"(").text("os").op(b"q\x66").text("system").op(b"q\x67").text("true").op(b"q\x68")
counterpart("old-joblib-memo", array(a, b"\x07" * 40 + bytes(len(tail)), 16, b"\xff" * (len(tail) - 1)).op(b"t").stop().out, loaders=["joblib"])

# A later pickle of the same file.
dual("second-pickle-array", dumps([1], 2) + bytes(array(Asm(4), data).stop().out), fires=[], rule="dual-pickle")
counterpart("second-pickle-array", dumps([1], 2) + bytes(array(Asm(4), QUIET).stop().out))

# ZF files are read plainly by every joblib: the array's bytes are opcodes.


def zfile(payload, width=19, length=None):
    text = (hex(len(payload)) if length is None else length).encode().ljust(width)
    return b"ZF" + text + zlib.compress(payload)


plain = bytes(array(Asm(2), data).stop().out)
case("dangerous", "zfile-wrapper", zfile(plain), "pkl.z", fires=["joblib"], rule="zfile-plain", name="os.system")
case("safe", "zfile", zfile(dumps([1, 2], 2)), "pkl.z", loaders=["joblib"])
case("safe", "zfile-python2", zfile(dumps([1, 2], 2), 20), "pkl.z", loaders=["joblib"])
case("dangerous", "zfile-code", zfile(dumps(SYSTEM, 2)), "pkl.z", fires=["joblib"], code="global.dangerous", rule="S33")
for slug, length in {"without-0x": "%x", "upper": "0X%X", "sign": "+0x%x", "underscore": "0x_%x", "blank": " 0x%x"}.items():
    payload = dumps(SYSTEM, 2)
    case("dangerous", f"zfile-{slug}", zfile(payload, length=length % len(payload)), "pkl.z", fires=["joblib"], code="global.dangerous", rule="dispatch")
    case("malformed", f"zfile-good-{slug}", zfile(dumps([1], 2), length=length % len(dumps([1], 2))), "pkl.z", code="container.corrupt", rule="dispatch")
case("malformed", "zfile-wrong-length", zfile(dumps([1], 2), length="0x100"), "pkl.z")
case("unlisted", "zfile-companion-parent", zfile(dumps(New(Name("joblib.numpy_pickle_compat", "NDArrayWrapper"), {"filename": "../a.npy", "subclass": Name("numpy", "ndarray")}), 2)), "pkl.z", code="container.companion-name", rule="S33e")
case("malformed", "zfile-companion-missing", zfile(dumps(New(Name("joblib.numpy_pickle_compat", "NDArrayWrapper"), {"filename": "a.npy", "subclass": Name("numpy", "ndarray")}), 2)), "pkl.z", code="container.missing-companion", rule="S33e")

# Wrappers of two modules: each joblib skips only its own wrapper's bytes.
a = array(array(Asm(2).op(b"("), QUIET, module=JOBLIB), data, module=OLD).op(b"t").stop()
case("dangerous", "dual-mixed-old-bytes", a.out, "joblib", code="global.dangerous", name="os.system", fires=[], rule="dual-mixed")
a = array(array(Asm(2).op(b"("), QUIET, module=OLD), data, module=JOBLIB).op(b"t").stop()
case("malformed", "dual-mixed-quiet", array(array(Asm(2).op(b"("), QUIET, module=OLD), QUIET, module=JOBLIB).op(b"t").stop().out, "joblib", code="array.wrapper", rule="dual-mixed")
# To joblib the old wrapper's bytes are opcodes that lead back to its own array; behind it stands a call.
a = array(array(Asm(2).op(b"("), b"N" * 8, module=OLD), b"n" * 8, module=JOBLIB).value(SYSTEM).op(b"t").stop()
case("dangerous", "mixed-code-behind", a.out, "joblib", name="os.system", at=a.at["last"], fires=[], rule="dual-mixed")
# To the old joblib the new wrapper's bytes are opcodes.
a = array(array(Asm(2).op(b"("), QUIET, module=OLD), data, module=JOBLIB).op(b"t").stop()
case("dangerous", "dual-mixed-new-bytes", a.out, "joblib", code="global.dangerous", name="os.system", fires=[], rule="dual-mixed")

# A wrapper's BUILD inside a frame: joblib reads the array behind the frame, then goes on with the frame's rest.


def framed(asm_body, before=b"", after=b""):
    return b"\x80\x04" + before + b"\x95" + struct.pack("<Q", len(asm_body)) + asm_body + after


body = bytes(array(Asm(4, False).op(b"("), b"").out)
inner = bytes(Asm(4, False).op(b"(").value(New(Name(JOBLIB, "NumpyArrayWrapper"), wrapper_state((20,), DType("u1")))).out)
rest = bytes(Asm(4, False).value(SYSTEM).op(b"t.").out)
quiet_rest = bytes(Asm(4, False).value(1).op(b"t.").out)
case("dangerous", "frame-rest", framed(inner + rest, after=b"N" * 20), "joblib", name="os.system", fires=["joblib"], rule="dual-frame")
case("malformed", "frame-rest-quiet", framed(inner + quiet_rest, after=b"N" * 20), "joblib", code="array.wrapper", rule="dual-frame")
case("dangerous", "frame-array-behind", framed(inner + b"N0", after=QUIET[:20] + rest), "joblib", name="os.system", fires=["joblib"], rule="dual-frame")
case("malformed", "frame-array-behind-quiet", framed(inner + b"N0", after=QUIET[:20] + quiet_rest), "joblib", code="array.wrapper", rule="dual-frame")
case("safe", "frame-ends-at-build", framed(inner, after=QUIET[:20] + quiet_rest), "joblib", loaders=["joblib"], rule="dual-frame")
case("dangerous", "frame-ends-at-build-code", framed(inner, after=QUIET[:20] + rest), "joblib", name="os.system", fires=["joblib"], rule="dual-frame")
swallowed = bytes(Asm(4, False).value(SYSTEM).op(b"0").out).ljust(20, b"N")
case("dangerous", "frame-skips-in-frame", framed(inner + swallowed[:len(swallowed)] + quiet_rest, after=b"N" * 20), "joblib", name="os.system", fires=["joblib", "pickle"], rule="dual-frame")

# A nested stream whose STOP stands inside its frame: one loader goes on behind STOP, another behind the frame.
nested = objects([1], 2)[2:]


def nested_frame(fill):
    return b"\x80\x04\x95" + struct.pack("<Q", len(nested) + len(fill)) + nested + fill


a = object_array(Asm(4).op(b"("), nested_frame(rest)).raw(quiet_rest)
case("dangerous", "nested-stop-rest", a.out, "joblib", name="os.system", fires=["joblib-old"], rule="dual-nested")
a = object_array(Asm(4).op(b"("), nested_frame(quiet_rest + b"N" * 4)).raw(rest)
case("dangerous", "nested-stop-behind", a.out, "joblib", name="os.system", fires=["joblib-new"], rule="dual-nested")
a = object_array(Asm(4).op(b"("), nested_frame(quiet_rest)).raw(quiet_rest)
case("malformed", "nested-stop-quiet", a.out, "joblib", code="stream.frame", rule="dual-nested")
a = object_array(Asm(4).op(b"("), nested_frame(b"")).raw(quiet_rest)
case("safe", "nested-stop-at-end", a.out, "joblib", loaders=["joblib"], rule="dual-nested")

# Nested streams are read plainly: a wrapper in them takes no bytes.
nested_wrapper = bytes(array(Asm(2), data).stop().out)
case("dangerous", "nested-wrapper", object_array(Asm(4).op(b"("), nested_wrapper).op(b"t.").out, "joblib", name="os.system", fires=["joblib", "pickle"], rule="nested-plain")

# Containers from offset 0.
ustar = bytearray(512)
first = b"cos\nsystem\n(S'true'\ntR."
ustar[: len(first)] = first
ustar[100:108] = b"0000644\0"
ustar[108:116] = ustar[116:124] = b"0000000\0"
ustar[124:136] = ustar[136:148] = b"00000000000\0"
ustar[148:156] = b" " * 8
ustar[156:157] = b"0"
ustar[257:265] = b"ustar\x0000"
ustar[148:156] = b"%06o\0 " % sum(ustar)
dual("tar-name", bytes(ustar) + bytes(1024), "tar", fires=["pickle", "joblib"], rule="dispatch")
dual("tar-name-gzip", gzip.compress(bytes(ustar) + bytes(1024), mtime=0), "tar.gz", fires=["joblib"], rule="dispatch")
dual("tar-name-zlib", zlib.compress(bytes(ustar) + bytes(1024)), "tar.z", fires=["joblib"], rule="dispatch")
code = b"cos\nsystem\n(S'true'\ntR."
dual("gguf", b"GGUF\x03\0\0\0\0" + b"0" + code, "gguf", fires=["pickle", "joblib"], rule="dispatch")
case("unsupported", "gguf-quiet", b"GGUF\x03\0\0\0\0" + bytes(40), "gguf", code="container.unsupported")
head = b"X\x12\0\0\0\0\0\0"
dual("safetensors", head + b'{"' + b" " * 13 + b"0" + code, "safetensors", fires=["pickle", "joblib"], rule="dispatch")
case("malformed", "safetensors-quiet", struct.pack("<Q", 30) + b'{"' + b" " * 28, "safetensors", code="container.corrupt")
import lzma as _lzma

alone = bytearray(_lzma.compress(dumps(SYSTEM, 2), _lzma.FORMAT_ALONE, filters=[{"id": _lzma.FILTER_LZMA1, "dict_size": 1 << 16}]))
case("dangerous", "lzma-alone", bytes(alone), "lzma", code="global.dangerous", fires=["joblib"], rule="dispatch")
alone[1:5] = struct.pack("<I", 1 << 8)
case("dangerous", "lzma-small-dictionary", bytes(alone), "lzma", code="global.dangerous", fires=["joblib"], rule="dispatch")
