"""How a name is reached: every constructing opcode, every way to get a name onto the stack, in all protocols."""
from assemble import Asm, Build, Call, Name, New, Raw
from case import case

SYSTEM = Name("os", "system")
ALL = ["pickle", "joblib"]
PROTOCOLS = range(6)


def danger(slug, asm, at="last", **facts):
    facts.setdefault("fires", ALL)
    case("dangerous", slug, asm.out, code="global.dangerous", name="os.system", at=asm.at.get(at), **facts)


for p in PROTOCOLS:
    danger(f"reduce-p{p}", Asm(p).value(Call(SYSTEM, "true")).stop(), rule="S01")
    danger(f"reference-p{p}", Asm(p).value({"f": SYSTEM}).stop(), fires=[], rule="verdict-1")
    danger(f"obj-p{p}", Asm(p).op(b"(").value(SYSTEM).value("true").op(b"o").stop(), rule="S05")
    danger(f"obj-popped-p{p}", Asm(p).op(b"(").value(SYSTEM).value("true").op(b"o0").value(1).stop(), rule="S05b")
    inst = Asm(p).op(b"(").value("true").op(b"ios\nsystem\n", "last").stop()
    danger(f"inst-p{p}", inst, rule="S04")
    danger(f"popped-p{p}", Asm(p).value(Call(SYSTEM, "true")).op(b"0").value([1]).stop(), rule="verdict-2")
    danger(f"pop-mark-p{p}", Asm(p).op(b"(").value(Call(SYSTEM, "true")).op(b"1").value([1]).stop(), rule="verdict-2")
    danger(f"build-after-p{p}", Asm(p).value(Build(Call(SYSTEM, "true"), {"a": 1})).stop(), rule="S-build-after")
for p in (2, 3, 4, 5):
    danger(f"newobj-p{p}", Asm(p).value(SYSTEM).value(("true",)).op(b"\x81").stop(), fires=[])
    danger(f"newobj-ex-p{p}", Asm(p).value(SYSTEM).value(("true",)).value({}).op(b"\x92").stop(), fires=[])

# The memo: overwritten, counted by MEMOIZE, put under one index and got under another.
a = Asm(4).text("math").op(b"\x94").op(b"0").text("os").op(b"q\x00").text("system").op(b"\x94")
danger("memo-overwritten", a.op(b"0" + b"0" + b"h\x00").op(b"h\x01").op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S10")
a = Asm(4).text("os").op(b"\x94").text("system").op(b"\x94").op(b"00").op(b"h\x00\x94").op(b"h\x01\x94")
danger("memoize-after-get", a.op(b"00" + b"h\x02h\x03").op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S10d")
a = Asm(2).raw(b"X\x02\x00\x00\x00osp+5\n0X\x06\x00\x00\x00systemp 7\n0")
danger("put-sign-and-blank", a.raw(b"g5\ng7\n").op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S10")
a = Asm(4).text("os").text("decoy").op(b"0").text("system").text("more").op(b"0")
danger("decoy-pop", a.op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S11")
a = Asm(4).text("os").op(b"(").text("x").text("y").op(b"1").text("system")
danger("decoy-pop-mark", a.op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S12")
a = Asm(4).text("os").text("system").op(b"2" + b"0")
danger("decoy-dup", a.op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S13")
a = Asm(4).raw(b"\x8c\x02os\x8d" + (6).to_bytes(8, "little") + b"system")
danger("binunicode8", a.op(b"\x93", "last").value(("true",)).op(b"R").stop())
a = Asm(4).raw(b"U\x02osT\x06\x00\x00\x00system")
danger("python2-string-operands", a.op(b"\x93", "last").value(("true",)).op(b"R").stop())
a = Asm(0).raw(b"S'os'\nS\"sys\\x74em\"\n")
danger("string-escapes", a.op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S26e")
a = Asm(0).raw(b"V\\u006fs\nVsyst\\u0065m\n")
danger("unicode-escapes", a.op(b"\x93", "last").value(("true",)).op(b"R").stop(), rule="S26e")
a = Asm(2).value(SYSTEM).op(b"q\x01").op(b"0").value(1).op(b"0h\x01")
danger("callee-from-memo", a.value(("true",)).op(b"R").stop())

# What asks the loading program.
for p in (2, 4):
    case("unlisted", f"ext1-p{p}", Asm(p).op(b"\x82\x01", "x").value(("true",)).op(b"R").stop().out, code="opcode.extension", rule="S07")
    case("unlisted", f"ext2-p{p}", Asm(p).op(b"\x83\x01\x00").value(("true",)).op(b"R").stop().out, code="opcode.extension")
    case("unlisted", f"ext4-p{p}", Asm(p).op(b"\x84\x01\x00\x00\x00").value(("true",)).op(b"R").stop().out, code="opcode.extension")
for p in (0, 2, 4):
    case("unlisted", f"persid-p{p}", Asm(p).op(b"Pstorage\n").stop().out, code="opcode.persistent-id", rule="S09")
    case("unlisted", f"binpersid-p{p}", Asm(p).value("storage").op(b"Q").stop().out, code="opcode.persistent-id")
    case("unlisted", f"persid-popped-p{p}", Asm(p).op(b"Pstorage\n0").value(1).stop().out, code="opcode.persistent-id")

# Computed names.
getattr_join = Call(Name("builtins", "getattr"), "", "join")
case("dangerous", "computed-name", Asm(4).value(Call(getattr_join, ["os"])).value("system").op(b"\x93").stop().out,
     code="global.computed", rule="S14", fires=[])
case("unlisted", "computed-by-unlisted-call", Asm(4).value(Call(Name("textlib", "upper"), "os")).value("system").op(b"\x93").stop().out,
     code="global.computed")
case("malformed", "stack-global-of-numbers", Asm(4).value(1).value(2).op(b"\x93").stop().out, code="stream.stack")
case("malformed", "stack-global-of-bytes", Asm(4).value(b"os").value(b"system").op(b"\x93").stop().out, code="stream.stack")
case("malformed", "stack-global-of-scalar", Asm(4).value(Call(Name("numpy.core.multiarray", "scalar"), Raw(
    bytes(Asm(4, False).value(__import__("assemble").DType("U2", (3, "<", None, None, None, 8, 4, 8))).out)), b"o\0\0\0s\0\0\0"))
     .value("system").op(b"\x93").stop().out, code="stream.stack")

# Calls of what is no allowed callee.
ORDERED = Name("collections", "OrderedDict")
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
case("unlisted", "reduce-on-instance", Asm(2).value(Call(New(RIDGE, {"alpha": 1.0}))).stop().out, code="call.unlisted", rule="S-call")
case("unlisted", "reduce-on-class", Asm(2).value(Call(RIDGE, 1.0)).stop().out, code="call.unlisted")
case("unlisted", "reduce-on-function-reference", Asm(2).value(Call(Name("numpy", "exp"), 1.0)).stop().out, code="call.unlisted")
case("unlisted", "reduce-on-number", Asm(2).value(Call(5, 1.0)).stop().out, code="call.unlisted")
case("unlisted", "newobj-on-instance", Asm(2).value(New(RIDGE)).value(()).op(b"\x81").stop().out, code="call.unlisted")
case("unlisted", "newobj-on-function", Asm(2).value(Name("numpy", "exp")).value(()).op(b"\x81").stop().out, code="call.unlisted")
case("unlisted", "newobj-with-arguments", Asm(2).value(RIDGE).value((1.0,)).op(b"\x81").stop().out, code="call.unlisted")
case("unlisted", "newobj-ex-with-keywords", Asm(4).value(RIDGE).value(()).value({"alpha": 1.0}).op(b"\x92").stop().out, code="call.unlisted")
case("safe", "newobj-ex-empty", Asm(4).value(RIDGE).value(()).value({}).op(b"\x92").value({"alpha": 1.0}).op(b"b").stop().out)
case("unlisted", "obj-on-class", Asm(1).op(b"(").value(RIDGE).op(b"o").stop().out, code="call.unlisted")
case("unlisted", "inst-on-class", Asm(0).op(b"(isklearn.linear_model._ridge\nRidge\n").stop().out, code="call.unlisted")
case("unlisted", "reduce-on-partial", Asm(2).value(Call(Build(Call(Name("functools", "partial"), Name("numpy", "exp")),
     (Name("numpy", "exp"), (), {}, None)), 1)).stop().out, code="call.unlisted")
case("unlisted", "build-on-reduce-of-unlisted", Asm(2).value(Build(Call(Name("mylib", "make")), {"a": 1})).stop().out, code="global.unlisted")
for p in (2, 4):
    case("unlisted", f"unlisted-class-p{p}", Asm(p).value(New(Name("mylib.models", "MyModel"), {"a": 1})).stop().out, code="global.unlisted")
    case("unlisted", f"unlisted-reference-p{p}", Asm(p).value([Name("mylib.models", "f")]).stop().out, code="global.unlisted")
    case("unlisted", f"main-class-p{p}", Asm(p).value(New(Name("__main__", "Model"), {"a": 1})).stop().out, code="global.family")
case("unlisted", "main-shadows-listed", Asm(2).value(New(Name("__main__", "Ridge"), {"alpha": 1.0})).stop().out)

# REDUCE, NEWOBJ and NEWOBJ_EX with arguments that are no tuple: the pure Python unpickler (joblib's) unpacks anything.
danger("reduce-list-arguments", Asm(4).value(SYSTEM).value(["true"]).op(b"R").stop(), fires=["joblib"], also="stream.stack", rule="stream-python")
case("dangerous", "code-behind-list-arguments", (x := Asm(4).value(Name("numpy", "dtype")).value(["f8"]).op(b"R0").value(Call(SYSTEM, "true")).stop()).out,
     code="global.dangerous", name="os.system", at=x.at["last"], fires=["joblib"], rule="stream-python")
case("malformed", "reduce-list-arguments-listed", Asm(4).value(Name("numpy", "dtype")).value(["f8", False, True]).op(b"R").value((3, "<", None, None, None, -1, -1, 0)).op(b"b").stop().out, code="stream.stack")
case("unlisted", "ufunc-list-arguments", Asm(4).value(Name("numpy.core", "_ufunc_reconstruct")).value(["evilmodule", "add"]).op(b"R").stop().out,
     code="call.arguments", rule="stream-python")
case("dangerous", "code-behind-newobj-list", (x := Asm(4).value(RIDGE).value([]).op(b"\x810").value(Call(SYSTEM, "true")).stop()).out,
     code="global.dangerous", name="os.system", at=x.at["last"], fires=["joblib"], rule="stream-python")
case("dangerous", "code-behind-newobj-ex-subclass", (x := Asm(4).value(RIDGE).value(()).value(Call(ORDERED)).op(b"\x920").value(Call(SYSTEM, "true")).stop()).out,
     code="global.dangerous", name="os.system", at=x.at["last"], rule="stream")
