"""What a name may look like: exact, mapped, dotted, long, alike."""
from assemble import Asm, Build, Call, DType, Name, New
from case import case

RIDGE = "sklearn.linear_model._ridge"


def refused(slug, module, name, code=None, protocols=(0, 2, 4), verdict="unlisted", **facts):
    for p in protocols:
        case(verdict, f"{slug}-p{p}", Asm(p).value(New(Name(module, name), {"a": 1})).stop().out, code=code, **facts)


refused("case-of-class", RIDGE, "ridge", "global.unlisted")
refused("case-of-module", "sklearn.Linear_model._ridge", "Ridge", "global.unlisted")
refused("look-alike-cyrillic", RIDGE, "R\u0456dge", "global.malformed", (2, 4))
refused("look-alike-width", "os", "\uff53ystem", "global.dangerous", (2, 4), verdict="dangerous")
refused("trailing-blank", RIDGE, "Ridge ", "global.malformed")
refused("leading-blank", " " + RIDGE, "Ridge", "global.malformed")
refused("nul", RIDGE, "Ridge\0", "global.malformed")
refused("carriage-return", RIDGE, "Ridge\r", "global.malformed", (2, 4))
refused("newline", RIDGE, "Rid\nge", "global.malformed", (4,))
refused("empty-name", RIDGE, "", "global.malformed", (2, 4))
refused("empty-module", "", "Ridge", "global.malformed", (2, 4))
refused("long-name", RIDGE, "R" * 513, "global.malformed")
refused("very-long-name", RIDGE, "R" * 5000, "global.malformed")
refused("name-at-the-limit", RIDGE, "R" * 512, "global.unlisted")
refused("submodule", RIDGE + ".deeper", "Ridge", "global.unlisted")
refused("package", "sklearn.linear_model", "_ridge", "global.unlisted")
refused("module-as-value", "sklearn", "linear_model", "global.unlisted")

# Dotted qualified names walk attributes.
for p in (2, 4):
    case("dangerous", f"dotted-os-p{p}", Asm(p).value(Call(Name("pathlib", "os.system"), "true")).stop().out,
         code="global.dangerous", name="pathlib.os.system", rule="S16", fires=["pickle", "joblib"] if p == 4 else [])
    case("dangerous", f"dotted-call-p{p}", Asm(p).value(Call(Name("builtins", "eval.__call__"), "1")).stop().out, code="global.dangerous", rule="S16")
    case("dangerous", f"dotted-module-of-listed-p{p}", Asm(p).value(Call(Name("numpy", "core.os.system"), "true")).stop().out, code="global.dangerous")
    case("unlisted", f"dotted-method-p{p}", Asm(p).value(Call(Name(RIDGE, "Ridge.fit"), 1)).stop().out, code="global.unlisted", rule="S16")
    case("unlisted", f"dotted-globals-p{p}", Asm(p).value(Name("collections", "OrderedDict.__init__")).stop().out)
INTERP = Name("scipy.interpolate._interpolate", "interp1d._call_linear")
case("unlisted", "dotted-listed-p2", Asm(2).value([INTERP]).stop().out, rule="names-dotted")
case("safe", "dotted-listed-p4", Asm(4).value([INTERP]).stop().out)

# Python 2's names: mapped below protocol 3 only; the last PROTO counts.
for p in (0, 1, 2):
    case("dangerous", f"mapped-builtin-eval-p{p}", Asm(p).value(Call(Name("__builtin__", "eval"), "1")).stop().out,
         code="global.dangerous", name="builtins.eval", rule="N26", fires=["pickle", "joblib"])
    case("dangerous", f"mapped-commands-p{p}", Asm(p).value(Call(Name("commands", "getoutput"), "true")).stop().out,
         code="global.dangerous", name="subprocess.getoutput", rule="N26", fires=["pickle", "joblib"])
    case("dangerous", f"mapped-reduce-p{p}", Asm(p).value(Name("__builtin__", "reduce")).stop().out, code="global.dangerous", name="functools.reduce")
    case("dangerous", f"mapped-cpickle-p{p}", Asm(p).value(Name("cPickle", "loads")).stop().out, code="global.dangerous")
    case("dangerous", f"mapped-urllib-p{p}", Asm(p).value(Name("urllib", "urlopen")).stop().out, code="global.dangerous")
    case("safe", f"mapped-builtin-set-p{p}", Asm(p).value(Call(Name("__builtin__", "set"), [1, 2])).stop().out)
    case("safe", f"mapped-copy-reg-p{p}", Asm(p).value(Call(Name("copy_reg", "_reconstructor"), Name(RIDGE, "Ridge"), Name("__builtin__", "object"), None)).stop().out)
for p in (3, 4, 5):
    case("dangerous", f"python2-eval-p{p}", Asm(p).value(Name("__builtin__", "eval")).stop().out, code="global.dangerous")
    case("unlisted", f"python2-set-p{p}", Asm(p).value(Call(Name("__builtin__", "set"), [1, 2])).stop().out, code="global.python2")
    case("unlisted", f"python2-copy-reg-p{p}", Asm(p).value(Name("copy_reg", "_reconstructor")).stop().out, code="global.python2")
case("dangerous", "mapping-by-late-proto", Asm(4).raw(b"\x80\x02").raw(b"c__builtin__\neval\n").stop().out, code="global.dangerous", name="builtins.eval")
case("malformed", "late-proto-maps-listed", Asm(4).raw(b"\x80\x02").raw(b"c__builtin__\nset\n]\x85R").stop().out, code="stream.protocol")
case("unlisted", "late-proto-ends-mapping", Asm(2).raw(b"\x80\x03").raw(b"c__builtin__\nset\n]\x85R").stop().out, code="global.python2")

# numpy's renames make no new pair.
case("unlisted", "numpy-rename-of-unlisted", Asm(4).value(Name("numpy._core.multiarray", "frobnicate")).stop().out, code="global.unlisted")
case("dangerous", "numpy-rename-of-loader", Asm(4).value(Name("numpy._core.multiarray", "fromfile")).stop().out, code="global.dangerous")
case("safe", "numpy-core-new-name", Asm(4).value(Build(Call(Name("numpy._core.multiarray", "_reconstruct"), Name("numpy", "ndarray"), (0,), b"b"), (1, (1,), DType("f8"), False, bytes(8)))).stop().out)

# A module that only another import makes the genuine one.
case("unlisted", "loss-without-import", Asm(4).value(Name("_loss", "CyHalfSquaredError")).stop().out, code="global.order", rule="names-order")
