"""Side readings: code that only another loader reaches, behind everything that this loader passes over, in its own order.

`pickle_reads`: the code is an array's bytes, which `pickle.load` and `numpy.load` run. `old_reads`: the code is a bytes
constant behind an array; joblib before 1.2 takes the padding byte for data, so that the array's last two bytes are opcodes
to it, which swallow the constant's head.
"""
import gzip
import struct

from assemble import Asm, Call, DType, Name, New, Raw, dumps
from case import case
from joblib_array import JOBLIB, OLD, array, object_array, objects, wrapper_state

DUAL = "joblib.dual-reading"
SYSTEM = b"cos\nsystem\n(X\x04\0\0\0truetR"
UNLISTED = b"cmylib.models\nmake\n)R"
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
WRAPPER = Name(JOBLIB, "NumpyArrayWrapper")


def pickle_reads(code, proto=4, **more):
    return bytes(array(Asm(proto), code, **more).stop().out)


def old_reads(code, before=None, module=JOBLIB):
    a = array((before or Asm(4)).op(b"("), b"\x07" * 40 + b"C\x05", 16, b"\xff", module=module)
    return bytes(a.raw(b"B" + struct.pack("<I", len(code)) + code).op(b"t").stop().out)


def body(value, proto=4):
    return bytes(Asm(proto, False).value(value).out)


def dangerous(slug, data, ext="joblib", name="os.system", **facts):
    case("dangerous", f"side-{slug}", data, ext, code=DUAL, name=name, **facts)


def unlisted(slug, data, ext="joblib", **facts):
    case("unlisted", f"side-{slug}", data, ext, code=DUAL, **facts)


def safe(slug, data, ext="joblib", **facts):
    case("safe", f"side-{slug}", data, ext, **{"loaders": ["joblib"], **facts})


def without(key):
    return {k: v for k, v in wrapper_state((1,), DType("O8")).items() if k != key}


# ---- the scaffold itself ----
dangerous("old", old_reads(SYSTEM + b"."), fires=["joblib-old"], rule="side-order")
safe("old-quiet", old_reads(b"cbuiltins\nset\n)R."))
dangerous("old-gzip", gzip.compress(old_reads(SYSTEM + b"."), mtime=0), "joblib.gz", fires=["joblib-old"], rule="side-order")

# ---- names of every length: none is cut before it is judged ----


def long_name(length, tail):
    """A module and a dotted name of so many characters in all, with the dot between; the last part is `tail`."""
    name = ""
    while len(name) + len(tail) < length - 3:
        name += "path.os."
    return name + tail


for at in range(196, 206):
    parts = ("a" * 20 + ".") * 30
    name = parts[: at - len("mylib.")] + "b" * 9
    if at % 3 == 0:
        name = "c" * (at - len("mylib.") - 1) + "." + "b" * 9
    code = b"X" + struct.pack("<I", 5) + b"mylib" + b"X" + struct.pack("<I", len(name)) + name.encode() + b"\x93)R."
    unlisted(f"name-{at}", pickle_reads(b"\x80\x04" + code), rule="side-names")
for length in (60, 202, 210, 300, 500):
    name = long_name(length, "system")
    code = b"\x80\x04\x8c\x02osX" + struct.pack("<I", len(name)) + name.encode() + b"\x93X\x04\0\0\0true\x85R."
    case("dangerous", f"side-name-path-{length}", pickle_reads(code), "joblib", code="joblib.dual-reading-dangerous", fires=["pickle", "numpy"], rule="side-names")
    case("dangerous", f"side-name-path-old-{length}", old_reads(code), "joblib", code="joblib.dual-reading-dangerous", fires=["joblib-old"], rule="side-names")
for length in (520, 599, 600, 601, 1000, 5000):
    name = "path.os." * (length // 8) + "path.exists"
    code = b"\x80\x04\x8c\x02osX" + struct.pack("<I", len(name)) + name.encode() + b"\x93C\x01.\x85R."
    case("dangerous", f"side-name-long-{length}", pickle_reads(code), "joblib", code=DUAL, rule="side-names")
name = "x" * 700
unlisted("name-one-part", pickle_reads(b"X" + struct.pack("<I", 5) + b"mylibX" + struct.pack("<I", len(name)) + name.encode() + b"\x93)R."), rule="side-names")
# What no loader can import ends the reading.
safe("name-blank", pickle_reads(b"cmy lib\nmake\n)R."), allow=["import my lib"], rule="side-names")
safe("name-digits", pickle_reads(b"c1mylib\nmake\n)R."), allow=["import 1mylib"], rule="side-names")
safe("name-control", pickle_reads(b"cmyl\x01ib\nmake\n)R."), allow=["import myl\x01ib"], rule="side-names")
safe("name-empty", pickle_reads(b"c\nmake\n)R."), rule="side-names")
unlisted("name-letters", pickle_reads("cmylib\u00e9\nmake\n)R.".encode()), rule="side-names")
# The import comes first: a known module is imported for a name that it cannot have.
case("dangerous", "side-name-import", pickle_reads(b"cantigravity\nno name\n."), "joblib", code=DUAL, rule="side-names")
case("dangerous", "side-name-import-parent", pickle_reads(b"cantigravity.no name\nx\n."), "joblib", code=DUAL, rule="side-names")

# An object array's own memo means the whole stream's to pickle.load: `dtype` of any word. Only numpy has one.
# Python has a package `test`, which is read and does nothing.
IMPORTED = ("open", "marshal.loads", "exec")
for word in ("test", "Pipeline", "n_bins", "os", "os.system", "mylib"):
    safe(f"dtype-{word}", pickle_reads(b"X" + struct.pack("<I", len(word)) + word.encode() + b"X\5\0\0\0dtype\x93" + SYSTEM + b"."), allow=[f"import {word}", *(IMPORTED if word == "test" else ())], rule="side-names")
case("dangerous", "side-dtype-antigravity", pickle_reads(b"X\x0b\0\0\0antigravityX\5\0\0\0dtype\x93."), "joblib", code=DUAL, rule="side-names")
dangerous("dtype-numpy", pickle_reads(b"X\x0c\0\0\0numpy.matlibX\5\0\0\0dtype\x93X\2\0\0\0f8\x89\x88\x87R0" + SYSTEM + b"."), fires=["pickle", "numpy"], rule="side-names")

# ---- what is malformed, and passed over by this loader ----
FORMS = {
    "proto-twice": b"\x80\x02\x80\x04",
    "proto-late": b"N0\x80\x04",
    "int-leading-zero": b"I 07\n0",
    "int-hex": b"I0x10\n0",
    "int-nul": b"I5\0x\n0",
    "long4-digits": b"\x8b" + struct.pack("<i", 3000) + b"\1" * 3000 + b"0",
    "int-digits": b"L" + b"1" * 4400 + b"L\n0",
    "memo-far": b"Nr\xff\xff\x0f\x000",
    "put-far": b"Np1000000\n0",
    "put-sign": b"Np+7\n0",
    "frame": b"\x95" + struct.pack("<Q", 4) + b"N0N0",
    "frame-in-frame": b"\x95" + struct.pack("<Q", 13) + b"\x95" + struct.pack("<Q", 4) + b"N0N0",
    "additems-empty": b"](\x900",
    "setitems-empty": b"](u0",
    "appends-empty": b"}(e0",
    "build-none": b"]Nb0",
    "readonly-bytes": b"C\x01x\x980",
    "readonly-bytearray": b"\x96\1\0\0\0\0\0\0\0x\x980",
    "utf8-name": b"X\2\0\0\0\xc3\xa90",
    "dup-pop": b"N200",
    "list-index": b"]Na(K\0Nu0",
}
# Too many digits end newer versions, not all; far indices and bytes that are not ASCII as well.
ENDS_NEW = {"int-digits"}
for slug, form in FORMS.items():
    # Four megabytes of memo are nothing to C.
    dangerous(f"after-{slug}", pickle_reads(form + SYSTEM + b"."), fires=[] if slug in ENDS_NEW else ["pickle", "numpy"], rule="side-after")
    unlisted(f"after-{slug}-unlisted", pickle_reads(form + UNLISTED + b"."), rule="side-after")
PYTHON_ONLY = {
    "list-arguments": b"cbuiltins\nset\n]R0",
    "build-false": b"]\x89b0",
    "build-empty": b"]]b0",
    "float-underscore": b"F1_0.5\n0",
    "float-blank": b"F 1.5 \n0",
}
NOT_PYTHON = ("int-leading-zero", "int-hex", "int-nul", "frame-in-frame", "additems-empty", "appends-empty", "int-digits")
PYTHON = {slug: form for slug, form in FORMS.items() if slug not in NOT_PYTHON}
for slug, form in {**PYTHON, **PYTHON_ONLY}.items():
    dangerous(f"old-after-{slug}", old_reads(form + SYSTEM + b"."), fires=["joblib-old"], rule="side-after")
    unlisted(f"old-after-{slug}-unlisted", old_reads(form + UNLISTED + b"."), rule="side-after")
for slug, form in {k: v for k, v in PYTHON_ONLY.items() if k != "float-underscore" and k != "float-blank"}.items():
    safe(f"pickle-ends-{slug}", pickle_reads(form + SYSTEM + b"."), rule="side-ends")
# A frame that is longer than the file is all that is left to the pure Python unpickler, and the end of C's.
dangerous("old-after-frame-too-long", old_reads(b"\x95" + struct.pack("<Q", 1 << 20) + SYSTEM + b"."), fires=["joblib-old"], rule="side-after")
safe("pickle-ends-frame-too-long", pickle_reads(b"\x95" + struct.pack("<Q", 1 << 20) + SYSTEM + b"."), rule="side-ends")

# ---- what ends this loader: nothing behind it counts ----
ENDS = {
    "persid": b"Pid\n",
    "binpersid": b"NQ",
    "ext1": b"\x82\x01",
    "ext4": b"\x84\1\0\0\0",
    "next-buffer": b"\x97",
    "call-text": b"X\1\0\0\0a)R",
    "call-number": b"K\1)R",
    "call-list": b"])R",
    "call-dict": b"})R",
    "call-bytes": b"C\1a)R",
    "obj-number": b"(K\1K\2o",
    "new-text": b"X\1\0\0\0a)\x81",
    "new-ex-list": b"])}\x92",
    "build-list": b"]}X\1\0\0\0aNsb",
    "build-text": b"X\1\0\0\0aK\1b",
    "build-none-number": b"NK\1b",
    "setitem-tuple": b")NNs",
    "setitem-text": b"X\1\0\0\0aNNs",
    "setitem-list-text": b"]X\1\0\0\0aNs",
    "setitem-list-outside": b"]K\5Ns",
    "append-dict": b"}Na",
    "append-tuple": b")Na",
    "append-text": b"X\1\0\0\0aNa",
    "additems-list": b"](N\x90",
    "unhashable": b"}]Ns",
    "readonly-text": b"X\1\0\0\0a\x98",
    "memo-missing": b"h\xf0",
    "underflow": b"((R",
    "opcode": b"\xff",
    "stack-global-number": b"K\1K\1\x93",
    "proto-6": b"\x80\x06",
    "frame-huge": b"\x95\xff\xff\xff\xff\xff\xff\xff\xff",
    "long4-negative": b"\x8b\xff\xff\xff\xff",
    "utf8": b"X\1\0\0\0\xff",
    "call-array": bytes(Asm(2, False).value(Call(Name("numpy.core.multiarray", "_reconstruct"), Name("numpy", "ndarray"), (0,), b"b")).out) + b")R",
    "build-array": bytes(Asm(2, False).value(Call(Name("numpy.core.multiarray", "_reconstruct"), Name("numpy", "ndarray"), (0,), b"b")).out) + b"Nb",
    "append-array": bytes(Asm(2, False).value(Call(Name("numpy.core.multiarray", "_reconstruct"), Name("numpy", "ndarray"), (0,), b"b")).out) + b"Na",
    "build-estimator": bytes(Asm(2, False).value(RIDGE).out) + b")\x81K\1b",
    "call-estimator": bytes(Asm(2, False).value(RIDGE).out) + b")\x81)R",
    "append-estimator": bytes(Asm(2, False).value(RIDGE).out) + b")\x81Na",
}
for slug, form in ENDS.items():
    safe(f"ends-{slug}", pickle_reads(form + SYSTEM + b"."), rule="side-ends")
    safe(f"old-ends-{slug}", old_reads(form + SYSTEM + b"."), rule="side-ends")
# What stands before the end counts.
for slug in ("persid", "ext1", "call-text", "build-list", "opcode"):
    dangerous(f"before-{slug}", pickle_reads(SYSTEM + b"0" + ENDS[slug]), fires=["pickle", "numpy"], rule="side-ends")

# ---- one reading's order is that of time ----
nested = b"\x80\x02" + SYSTEM + b"."
for slug, rest in {"persid": b"Pid\n", "ext": b"\x82\x01", "opcode": b"\xff", "proto": b"\x80\x05N.", "mark": b"."}.items():
    inner = body(New(WRAPPER, wrapper_state((1,), DType("O8")))) + rest
    dangerous(f"order-{slug}", old_reads(b"\x95" + struct.pack("<Q", len(inner)) + inner + nested), fires=["joblib-old"], rule="side-order")
# Code at a higher offset runs first, code at a lower one never.
inner = body(New(WRAPPER, wrapper_state((1,), DType("O8")))) + SYSTEM
safe("order-ends-nested", old_reads(b"\x95" + struct.pack("<Q", len(inner)) + inner + b"Pid\n."), rule="side-order")

# ---- wrappers' states: joblib reads whatever is there ----
TRICKS = {
    "dtype-estimator": wrapper_state((1,), New(RIDGE, {"hasobject": True})),
    "dtype-class": wrapper_state((1,), Name("numpy", "dtype")),
    "extra-key": wrapper_state((1,), DType("O8"), read=None),
    "shape-text": wrapper_state("5", DType("O8")),
    "shape-list": wrapper_state([1], DType("O8")),
    "order-number": wrapper_state((1,), DType("O8"), order=3),
    "order-missing": wrapper_state((1,), DType("O8"), order="drop"),
    "subclass-missing": wrapper_state((1,), DType("O8"), subclass="drop"),
    "mmap-number": wrapper_state((1,), DType("O8"), allow_mmap=7),
}
for slug, state in TRICKS.items():
    unlisted(f"wrapper-{slug}", old_reads(body(New(WRAPPER, state)) + objects([1]) + b"."), rule="side-wrapper")
a = Asm(4, False).value(WRAPPER).value(()).op(b"\x81").value((None, wrapper_state((1,), DType("O8")))).op(b"b")
unlisted("wrapper-slots", old_reads(bytes(a.out) + objects([1]) + b"."), rule="side-wrapper")
ENDING = {
    "shape-missing": without("shape"),
    "shape-number": wrapper_state(5, DType("O8")),
    "dtype-missing": without("dtype"),
    "dtype-text": wrapper_state((1,), "O8"),
    "dtype-dict": wrapper_state((1,), {"hasobject": True}),
    "dtype-none": wrapper_state((1,), None),
}
for slug, state in ENDING.items():
    safe(f"wrapper-ends-{slug}", old_reads(body(New(WRAPPER, state)) + nested + b"."), rule="side-wrapper")
safe("wrapper-ends-none", old_reads(body(WRAPPER) + b")\x81Nb" + nested + b"."), rule="side-wrapper")
# To pickle.load a wrapper is an instance like another, and a state of nothing changes nothing.
for slug, state in {"none": b"N", "empty": b"}", "slots": b"N}\x86"}.items():
    dangerous(f"wrapper-build-{slug}", pickle_reads(state + b"b" + SYSTEM + b"."), fires=["pickle", "numpy"], rule="side-wrapper")
    safe(f"wrapper-build-{slug}-quiet", pickle_reads(state + b"b."), rule="side-wrapper")

# numpy's texts are texts: the attribute is there.
NUMPY_TEXT = bytes(Asm(4, False).value(Call(Name("numpy.core.multiarray", "scalar"), DType("U5"), "dtype".encode("utf-32-le"))).out)
a = Asm(4, False).value(WRAPPER).value(()).op(b"\x81").value({k: "x" if k == "dtype" else v for k, v in wrapper_state((1,), DType("u1")).items()})
a.raw(NUMPY_TEXT).value(DType("O8")).op(b"sb")
case("dangerous", "side-wrapper-numpy-text", old_reads(bytes(a.out) + nested + b"."), "joblib", code=DUAL, fires=["joblib-old"], rule="side-wrapper")
# Arrays behind a frame whose last instruction opens the next: what that frame holds stands behind the arrays.
inner = body(New(WRAPPER, wrapper_state((4,), DType("u1")))) + b"0\x95" + struct.pack("<Q", len(SYSTEM) + 1)
dangerous("frame-behind-arrays", old_reads(b"\x95" + struct.pack("<Q", len(inner)) + inner + b"\xff\xff\xff\xff" + SYSTEM + b"."), fires=["joblib-old"], rule="side-order")

# ---- companions that only one reading opens ----
NDARRAY = Name("numpy", "ndarray")


def companion(name, module="joblib.numpy_pickle_compat"):
    return body(New(Name(module, "NDArrayWrapper"), {"filename": name, "subclass": NDARRAY}), 2)


for slug, name in {"absolute": "/nowhere/cornichon.npy", "parent": "../a.npy", "missing": "a.npy", "folder": "a/b.npy", "nul": "a\0.npy"}.items():
    fires = ["joblib-old"] if slug != "nul" else []
    unlisted(f"companion-{slug}", old_reads(companion(name) + b"."), fires=fires, rule="side-companion")
    safe(f"companion-{slug}-inert", pickle_reads(companion(name) + b"."), rule="side-companion")
unlisted("companion-short-module", old_reads(companion("/nowhere/a.npy", JOBLIB) + b"."), fires=["joblib-old"], rule="side-companion")
unlisted("companion-old-module", old_reads(companion("/nowhere/a.npy", OLD) + b"."), rule="side-companion")
zipped = body(New(Name("joblib.numpy_pickle_compat", "ZNDArrayWrapper"), {"filename": "/nowhere/a.z", "init_args": (NDARRAY, (0,), b"b"), "state": (1, (1,), DType("u1"), False)}), 2)
unlisted("companion-zipped", old_reads(zipped + b"."), fires=["joblib-old"], rule="side-companion")

# ---- both joblibs, alone and (sklearn 0.21, 0.22: one class under two names) together ----
for module in (JOBLIB, OLD):
    slug = "own" if module == JOBLIB else "old"
    code = bytes(array(Asm(4, False), b"Pid\n", module=module).out)
    dangerous(f"module-{slug}", old_reads(code + SYSTEM + b"."), fires=["joblib-old"] if module == JOBLIB else [], rule="side-modules")
    code = bytes(array(Asm(4, False), SYSTEM + b".", module=module).out)
    if module == OLD:
        dangerous("module-inert", old_reads(code + b"."), rule="side-modules")
    else:
        safe("module-skipped", old_reads(code + b"."), rule="side-modules")

# ---- a nested stream ends where this loader's buffer says: none of it is passed over ----
inner = body(New(WRAPPER, wrapper_state((1,), DType("O8"))))
unlisted("nested-stop", old_reads(inner + b"\x80\x04\x95" + struct.pack("<Q", len(objects([1], 2)) + 2) + objects([1], 2)[2:] + b"NN0" + b"N."), rule="side-frames")
# C forgets what is left of a frame that an argument crosses, or reads on: it depends on the file object.
unlisted("frame-crossed", pickle_reads(b"\x95" + struct.pack("<Q", 4) + b"N0X\x04\0\0\0abcd0N."), rule="side-frames")
unlisted("frame-crossed-name", pickle_reads(b"\x95" + struct.pack("<Q", 4) + b"N0cx\ncollections\nOrderedDict\n0N."), rule="side-frames")
unlisted("frame-over-frame", pickle_reads(b"\x95" + struct.pack("<Q", 12) + b"N0\x95" + struct.pack("<Q", 20) + b"N0" * 12 + b"N."), rule="side-frames")
safe("old-ends-frame-crossed", old_reads(b"\x95" + struct.pack("<Q", 4) + b"N0X\x04\0\0\0abcd0" + SYSTEM + b"."), rule="side-frames")
safe("old-ends-frame-in-frame", old_reads(b"\x95" + struct.pack("<Q", 20) + b"\x95" + struct.pack("<Q", 3) + b"N0N" + SYSTEM + b"."), rule="side-frames")
unlisted("old-frame-argument-behind", old_reads(b"\x95" + struct.pack("<Q", 1) + b"K\0" + b"N."), rule="side-frames")

# ---- archives from offset 0, as joblib reads them ----


def tar_with(first):
    head = bytearray(512)
    head[:2] = b"B\xff"
    head[:6] = b"B" + struct.pack("<I", 512 - 5) + b"n"
    head[100:108] = b"0000644\0"
    head[108:116] = head[116:124] = b"0000000\0"
    head[124:136] = b"00000000000\0"
    head[136:148] = b"00000000000\0"
    head[148:156] = b" " * 8
    head[156:157] = b"0"
    head[257:265] = b"ustar\x0000"
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"0" + first + bytes(1024 - (1 + len(first)) % 512)


dangerous("tar", tar_with(SYSTEM + b"."), "tar", fires=["pickle", "joblib", "numpy"], rule="side-archives")
for slug, form in {"proto-twice": b"\x80\x02\x80\x04", "long4-digits": FORMS["long4-digits"], "memo-far": b"Np1000000\n0"}.items():
    unlisted(f"tar-after-{slug}", tar_with(form + UNLISTED + b"."), "tar", rule="side-archives")
    dangerous(f"tar-after-{slug}-code", tar_with(form + SYSTEM + b"."), "tar", fires=["pickle", "joblib", "numpy"], rule="side-archives")
name = long_name(203, "system")
code = b"\x80\x04\x8c\x02osX" + struct.pack("<I", len(name)) + name.encode() + b"\x93X\x04\0\0\0true\x85R."
case("dangerous", "side-tar-name", tar_with(code), "tar", code="joblib.dual-reading-dangerous", fires=["pickle", "joblib", "numpy"], rule="side-archives")
# joblib skips an array's bytes there too, and unpacks arguments that are no tuple.
dangerous("tar-array", tar_with(bytes(array(Asm(4), b"Pid\n").out) + SYSTEM + b"."), "tar", fires=["joblib"], rule="side-archives")
dangerous("tar-list-arguments", tar_with(b"cos\nsystem\n(X\x04\0\0\0truelR."), "tar", fires=["joblib"], rule="side-archives")
unlisted("tar-companion", tar_with(companion("/nowhere/a.npy") + b"."), "tar", fires=["joblib"], rule="side-archives")
