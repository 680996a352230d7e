"""What each rule marked † keeps from happening, made to happen: `sys.audit("mark")` stands where the genuine code calls.

The names are known-dangerous, so these files are refused for them alone; the load oracle shows with them that the way to
a call is real. Twins with listed names only stand beside them where the rule alone must refuse.
"""
from assemble import Asm, Build, Call, Name, New, dumps
from case import case
from joblib_array import array, object_array

RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
BUNCH = Name("sklearn.utils._bunch", "Bunch")
MARK = Call(Name("functools", "partial"), Name("sys", "audit"), "mark")
IMPORTS = Build(Call(Name("functools", "partial"), Name("numpy.core", "_ufunc_reconstruct")), (Name("numpy.core", "_ufunc_reconstruct"), ("antigravity", "add"), {}, None))
JOBLIB = {"fires": ["joblib"]}


def nested(value):
    """An object array whose stream holds `value` instead: joblib asks it for its dtype and swaps its bytes."""
    return object_array(Asm(4), dumps(value, 4)).stop().out


SWAPPED = New(RIDGE, {"byteorder": ">"})
for slug, callee, verdict in (("mark", MARK, "dangerous"), ("import", IMPORTS, "unlisted")):
    case(verdict, f"method-key-{slug}", nested(New(RIDGE, {"dtype": SWAPPED, "byteswap": callee})), "joblib", rule="references", **JOBLIB)
    case(verdict, f"bunch-items-{slug}", nested(New(BUNCH, None, pairs={"dtype": SWAPPED, "byteswap": callee})), "joblib", rule="items-are-state", **JOBLIB)
    case(verdict, f"wrapper-read-{slug}", array(Asm(4), b"12345678", read=callee).stop().out, "joblib", rule="wrapper-keys", fires=["joblib"] if slug == "mark" else [])
case("unlisted", "stored-checked-function", nested(New(RIDGE, {"dtype": SWAPPED, "byteswap": IMPORTS})), "joblib", rule="never-stored", **JOBLIB)
case("dangerous", "companion-wrapper-read", dumps(New(Name("joblib.numpy_pickle_compat", "NDArrayWrapper"), {"filename": "a", "subclass": Name("numpy", "ndarray"), "read": MARK}), 4), "joblib", rule="wrapper-keys", **JOBLIB)
case("unlisted", "loss-top-level", dumps(Name("_loss", "CyHalfSquaredError"), 4), rule="names-order", code="global.order", fires=["pickle-old"])
case("unlisted", "memory-makes-folders", dumps(Call(Name("joblib.memory", "Memory"), "mark-of-memory"), 4), rule="memory", code="call.arguments", fires=["pickle", "joblib"])
