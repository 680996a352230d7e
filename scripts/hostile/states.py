"""BUILD, SETITEM, APPEND, ADDITEMS: what may be filled, with what, how often, and where references may stand."""
from assemble import Asm, Array, Build, Call, DType, Name, New, Raw, dumps
from case import case

RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
EXP = Name("numpy", "exp")
ORDERED = Name("collections", "OrderedDict")
BUNCH = Name("sklearn.utils._bunch", "Bunch")
TRANSFORMER = Name("sklearn.preprocessing._function_transformer", "FunctionTransformer")


def refused(slug, value, code, protos=(2, 4), verdict="unlisted", **facts):
    for p in protos:
        case(verdict, f"{slug}-p{p}", dumps(value, p), code=code, **facts)


# The target.
refused("build-on-class", Build(RIDGE, {"alpha": 1}), "build.target", rule="S42")
refused("build-on-class-slots", Build(RIDGE, (None, {"predict": EXP})), "build.target", rule="S42")
refused("build-on-function", Build(EXP, (None, {"x": 1})), "build.target", rule="S42")
refused("build-on-list", Build([], {"a": 1}), "build.target")
refused("build-on-dict", Build({}, {"a": 1}), "build.target")
refused("build-on-number", Build(5, {"a": 1}), "build.target")
refused("build-on-text", Build("x", {"a": 1}), "build.target")
refused("build-on-tuple", Build((), {"a": 1}), "build.target")
refused("build-on-scalar", Build(Call(Name("numpy.core.multiarray", "scalar"), DType("f8"), b"\0" * 8), {"a": 1}), "build.target")
refused("build-twice", Build(New(RIDGE, {"alpha": 1}), {"alpha": 2}), "build.target", rule="build-once")
refused("build-on-set", Build(Call(Name("builtins", "set"), [1]), {"a": 1}), "build.target")
refused("build-on-decimal", Build(Call(Name("decimal", "Decimal"), "1"), {"a": 1}), "build.state")
refused("build-dangerous-function", Build(Name("os", "system"), {"a": 1}), "global.dangerous", verdict="dangerous")
refused("build-module", Build(Name("sys", "modules"), (None, {"os": 1})), "global.dangerous", verdict="dangerous", rule="S42b")

# The state's form.
refused("state-list", New(RIDGE, [1]), "build.state")
refused("state-text", New(RIDGE, "x"), "build.state")
refused("state-number", New(RIDGE, 1), "build.state")
refused("state-tuple-of-one", New(RIDGE, ({"a": 1},)), "build.state")
refused("state-tuple-of-three", New(RIDGE, ({"a": 1}, {}, {})), "build.state")
refused("state-pair-of-lists", New(RIDGE, ([1], [2])), "build.state")
# `dict.update` takes a pair of dicts for keys and their values: alpha would be the text beta.
PAIR = ({"alpha": 1.0, "beta": 2.0}, {"gamma": 3, "delta": 4})
for slug, module, name in (
    ("estimator", "sklearn.linear_model._ridge", "Ridge"),
    ("encoder", "category_encoders.one_hot", "OneHotEncoder"),
    ("wrapper", "xgboost.sklearn", "XGBClassifier"),
    ("results", "statsmodels.regression.linear_model", "RegressionResultsWrapper"),
    ("data", "statsmodels.base.data", "PandasData"),
    ("bunch", "sklearn.utils._bunch", "Bunch"),
):
    refused(f"state-pair-{slug}", New(Name(module, name), PAIR), "build.state", (4,))
refused("state-pair-none", New(RIDGE, (None, {"alpha": 1.0})), "build.state")
refused("state-ordered-dict", New(RIDGE, Call(ORDERED, [["alpha", 1]])), "build.state", rule="build-exact-dict")
refused("state-bunch", New(RIDGE, New(BUNCH)), "build.state", rule="build-exact-dict")
refused("state-number-key", New(RIDGE, {1: 2}), "build.state")
refused("state-bytes-key", New(RIDGE, {b"a": 2}), "build.state", (4,))
refused("state-tuple-key", New(RIDGE, {("a",): 2}), "build.state")
refused("state-none-key", New(RIDGE, {None: 2}), "build.state")
for p in (2, 4):
    case("safe", f"state-slots-p{p}", dumps(New(Name("scipy.interpolate._interpolate", "interp1d"), ({"x": 1.0}, {"dtype": None})), p), loaders=[])
    case("safe", f"state-empty-p{p}", dumps(New(RIDGE, {}), p))

# The state's keys.
for key in ("__class__", "__dict__", "__setstate__", "__reduce_ex__", "__array_interface__", "__array_struct__", "__array__", "__getattr__", "__sklearn_tags__", "__call__"):
    refused(f"key-{key.strip('_')}", New(RIDGE, {key: 1}), "build.key", rule="build-dunder")
    refused(f"slot-key-{key.strip('_')}", New(RIDGE, (None, {key: 1})), "build.key", (4,), rule="build-dunder")
refused("key-of-method", New(RIDGE, {"predict": 1}), "build.key", rule="build-member")
refused("key-of-method-with-function", New(RIDGE, {"fit": EXP}), "build.key", rule="build-member")
refused("key-of-inherited-method", New(RIDGE, {"get_params": 1}), "build.key", rule="build-member")
refused("key-of-method-python2-text", New(RIDGE, Raw(b"}U\x07predictNs")), "build.key", (2,), rule="build-member")
refused("key-twice-last-hostile", New(RIDGE, Raw(b"}X\x05\0\0\0alphaK\x01sX\x09\0\0\0__class__K\x01s")), "build.key", (2, 4))
for p in (2, 4):
    late = Asm(p).value(RIDGE).value(()).op(b"\x81").raw(b"}q\x63").raw(b"b0h\x63").text("__class__").value(1).op(b"s").stop()
    case("unlisted", f"dict-grows-after-build-p{p}", late.out, code="stream.not-a-pickler", note="Python copied its pairs, and a checker saw them before")

# Items of dict and list subclasses.
refused("items-dunder-bunch", New(BUNCH, None, pairs={"__class__": 1}), "build.key", rule="items-are-state")
refused("items-reference-bunch", New(BUNCH, None, pairs={"data": EXP}), "reference.misplaced", rule="items-are-state")
refused("items-dunder-ordered-dict", Build(New(ORDERED, None, pairs={"__reduce__": 1}), {}), "build.key", rule="items-are-state")
refused("items-dunder-ordered-dict-call", Call(ORDERED, [["__reduce__", 1]]), "build.key", rule="items-are-state")
refused("items-dunder-counter", Call(Name("collections", "Counter"), {"__reduce__": 1}), "build.key", rule="items-are-state")
refused("items-dunder-default-dict", Raw(bytes(Asm(4, False).value(Call(Name("collections", "defaultdict"), Name("builtins", "list"))).text("__reduce__").value(1).op(b"s").out)), "build.key", (4,), rule="items-are-state")
for p in (2, 4):
    case("safe", f"items-bunch-p{p}", dumps(New(BUNCH, None, pairs={"data": 1, "predict": 2}), p))
    a = Asm(p).value(New(BUNCH)).value({}).op(b"b").text("a").value(1).op(b"s").stop()
    case("unlisted", f"items-after-build-p{p}", a.out, code="collection.target", rule="items-before-build")
    a = Asm(p).value(Call(Name("collections", "deque"), [])).value(1).op(b"a").stop()
    case("safe", f"deque-append-p{p}", a.out)

# Targets of the filling opcodes.
for p in (2, 4):
    for slug, target, code in (("instance", New(RIDGE), "collection.target"), ("class", RIDGE, "collection.target"), ("array", Array(DType("f8"), (1,), bytes(8)), "collection.target")):
        case("unlisted", f"append-on-{slug}-p{p}", Asm(p).value(target).value(1).op(b"a").stop().out, code=code)
        case("unlisted", f"setitem-on-{slug}-p{p}", Asm(p).value(target).text("a").value(1).op(b"s").stop().out, code=code)
        case("unlisted", f"setitems-on-{slug}-p{p}", Asm(p).value(target).op(b"(").text("a").value(1).op(b"u").stop().out, code=code)
        case("unlisted", f"additems-on-{slug}-p{p}", Asm(p).value(target).op(b"(").value(1).op(b"\x90").stop().out, code=code)
    for slug, target in (("number", 1), ("text", "x"), ("tuple", ()), ("dict", {}), ("bytes", b"x")):
        case("malformed", f"append-on-{slug}-p{p}", Asm(p).value(target).value(1).op(b"a").stop().out, code="stream.stack", rule="CVE-2026-24747")
    case("malformed", f"setitem-on-list-p{p}", Asm(p).value([0]).value(0).value(1).op(b"s").stop().out, code="stream.stack", rule="list-index")
    case("malformed", f"additems-on-list-p{p}", Asm(p).value([0]).op(b"(").value(1).op(b"\x90").stop().out, code="stream.stack")
    case("malformed", f"append-on-set-p{p}", Asm(p).value(Call(Name("builtins", "set"), [])).value(1).op(b"a").stop().out, code="stream.stack")
case("malformed", "append-on-bytearray", Asm(5).value(bytearray(b"x")).value(1).op(b"a").stop().out, code="stream.stack")
SYSTEM = Call(Name("os", "system"), "true")
for slug, head in (
    ("list-index", Asm(4).value([0]).value(0).value(1).op(b"s")),
    ("bytearray-append", Asm(5).value(bytearray(b"x")).op(b"(").value(1).op(b"e")),
    ("empty-setitems", Asm(4).value(5).op(b"(u")),
    ("empty-additems", Asm(4).value(5).op(b"(\x90")),
    ("empty-appends", Asm(4).value(5).op(b"(e")),
    ("array-setitem", Asm(4).value(Array(DType("f8"), (1,), bytes(8))).value(0).value(2).op(b"s")),
):
    a = head.op(b"0").value(SYSTEM).stop()
    case("dangerous", f"code-behind-{slug}", a.out, code="global.dangerous", name="os.system", at=a.at["last"],
         fires=["pickle"] if slug in ("empty-appends", "empty-additems") else ["pickle", "joblib"], rule="stream-lenient")
case("malformed", "unhashable-list-key", Asm(2).raw(b"}]K\x01s.").out, code="stream.unhashable")
case("malformed", "unhashable-dict-in-tuple-key", Asm(2).raw(b"}}\x85K\x01s.").out, code="stream.unhashable")
case("malformed", "unhashable-set-item", Asm(4).raw(b"\x8f(]\x90.").out, code="stream.unhashable")
case("malformed", "unhashable-ordered-dict-key", Asm(2).raw(b"}").value(Call(ORDERED)).value(1).op(b"s").stop().out, code="stream.unhashable")
case("malformed", "unhashable-kernel-key", Asm(2).raw(b"}").value(New(Name("sklearn.gaussian_process.kernels", "RBF"))).value(1).op(b"s").stop().out, code="stream.unhashable")
case("malformed", "unhashable-bytearray-key", Asm(5).raw(b"}").value(bytearray(b"a")).value(1).op(b"s").stop().out, code="stream.unhashable")

# References in their places.
refused("reference-under-other-key", New(RIDGE, {"alpha": EXP}), "reference.misplaced", rule="references")
refused("reference-in-list-of-state", New(RIDGE, {"alpha": [EXP]}), "reference.misplaced", rule="references")
refused("reference-deep-in-state", New(RIDGE, {"alpha": {"a": [({"b": EXP},)]}}), "reference.misplaced", rule="references")
refused("reference-in-deque-of-state", New(RIDGE, {"alpha": Call(Name("collections", "deque"), [EXP])}), "reference.misplaced", rule="references")
refused("reference-in-ordered-dict-of-state", New(RIDGE, {"alpha": Call(ORDERED, [["a", EXP]])}), "reference.misplaced", rule="references")
refused("reference-in-object-array-of-state", New(RIDGE, {"alpha": Array(DType("O8"), (1,), [EXP])}), "reference.misplaced", rule="references")
refused("reference-in-set-of-state", New(RIDGE, {"alpha": Call(Name("builtins", "set"), [EXP])}), "reference.misplaced", rule="references")
refused("reference-in-slots", New(RIDGE, (None, {"alpha": EXP})), "reference.misplaced", rule="references")
refused("class-under-other-key", New(RIDGE, {"alpha": RIDGE}), "reference.misplaced", rule="references")
refused("callable-instance-under-other-key", New(RIDGE, {"alpha": New(Name("numpy.polynomial.polynomial", "Polynomial"), {"coef": None})}), "reference.misplaced", rule="references")
refused("partial-under-other-key", New(RIDGE, {"alpha": Call(Name("functools", "partial"), EXP)}), "reference.misplaced", rule="references")
for p in (2, 4):
    a = Asm(p).value(RIDGE).value(()).op(b"\x81").raw(b"}X\x05\0\0\0alpha]q\x63sb0h\x63").value(EXP).op(b"a").stop()
    case("unlisted", f"reference-added-after-build-p{p}", a.out, code="reference.misplaced", rule="references")
refused("checked-function-as-value", [Name("numpy.core.multiarray", "_reconstruct")], "reference.misplaced", rule="never-stored")
refused("checked-function-at-root", Name("copyreg", "_reconstructor"), "reference.misplaced", (4,), rule="never-stored")
refused("checked-function-in-state", New(TRANSFORMER, {"func": Name("_codecs", "encode")}), "reference.misplaced", rule="never-stored")
refused("checked-function-in-partial", Call(Name("functools", "partial"), Name("numpy.core.multiarray", "scalar")), "call.arguments", rule="never-stored")
refused("partial-of-class", Call(Name("functools", "partial"), RIDGE), "call.arguments", rule="never-stored")
refused("partial-with-attributes", Build(Call(Name("functools", "partial"), EXP), (EXP, (), {}, {"func": 1})), "build.state")
refused("partial-holding-function", New(TRANSFORMER, {"func": Build(Call(Name("functools", "partial"), EXP), (EXP, (Name("numpy", "log"),), {}, None))}), "build.state", rule="references")
refused("partial-state-of-other-function", Build(Call(Name("functools", "partial"), EXP), (Name("os", "system"), (), {}, None)), "global.dangerous", verdict="dangerous")
for p in (2, 4):
    a = Asm(p).value(New(TRANSFORMER, {"func": Name("os", "system")})).stop()
    case("dangerous", f"transformer-os-system-p{p}", a.out, code="global.dangerous", name="os.system", at=a.at["last"], fires=[], rule="S40")
    a = Asm(p).value(New(TRANSFORMER, {"func": Name("numpy", "load")})).stop()
    case("dangerous", f"transformer-numpy-load-p{p}", a.out, code="global.dangerous", name="numpy.load", at=a.at["last"], fires=[], rule="S40")
    case("unlisted", f"transformer-user-function-p{p}", dumps(New(TRANSFORMER, {"func": Name("mylib", "f")}), p), code="global.unlisted", rule="S40")

# joblib.Memory.
MEMORY = Name("joblib.memory", "Memory")
refused("memory-location", New(MEMORY, {"location": "cache", "verbose": 0}), "build.state", rule="memory")
refused("memory-call-location", Call(MEMORY, "cache"), "call.arguments", rule="memory")
for p in (2, 4):
    case("safe", f"memory-none-p{p}", dumps(New(MEMORY, {"location": None, "verbose": 0, "backend": "local", "mmap_mode": None, "depth": 1, "timestamp": None, "compress": False, "backend_options": {}, "store_backend": None}), p), loaders=["pickle"])

# Distributions execute a text of their state.
NORM = Name("scipy.stats._continuous_distns", "norm_gen")
TEMPLATE = "\ndef _parse_args(self, %s loc=0, scale=1):\n    return (%s), loc, scale\n\ndef _parse_args_rvs(self, %s loc=0, scale=1, size=None):\n    return self._argcheck_rvs(%s loc, scale, size=size)\n\ndef _parse_args_stats(self, %s loc=0, scale=1, moments='mv'):\n    return (%s), loc, scale, moments\n" % (("",) * 6)
MARK = "open('mark-of-the-template','w').close()\n"
PARAMETERS = {"_ctor_param": {}, "shapes": None, "name": "norm", "_parse_arg_template": TEMPLATE, "moment_type": 1, "numargs": 0}
refused("distribution-template", New(NORM, {**PARAMETERS, "_parse_arg_template": MARK + TEMPLATE}), "build.state", rule="rv-exec", fires=["pickle", "joblib"])
refused("distribution-template-tail", New(NORM, {**PARAMETERS, "_parse_arg_template": TEMPLATE + MARK}), "build.state", rule="rv-exec", fires=["pickle", "joblib"])
refused("distribution-pair", New(NORM, ({"_parse_arg_template": TEMPLATE, MARK + TEMPLATE: 1}, {"a": 1, "b": 2})), "build.state", rule="rv-exec")
refused("distribution-pair-none", New(NORM, (None, {"_parse_arg_template": MARK})), "build.state", rule="rv-exec")
refused("distribution-shapes", New(NORM, {**PARAMETERS, "shapes": "a, b=__import__('os')"}), "build.state", rule="rv-exec")
for p in (2, 4):
    case("safe", f"distribution-p{p}", dumps(New(NORM, PARAMETERS), p), allow=["compile", "exec"], note="scipy executes its own template")

# States of special shape.
PREDICTOR = Name("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor")
refused("predictor-nodes-no-array", New(PREDICTOR, {"nodes": New(RIDGE, {"astype": 1})}), "build.state", rule="exact-types")
refused("predictor-nodes-list", New(PREDICTOR, {"nodes": [1]}), "build.state", rule="exact-types")
refused("uuid-negative", New(Name("uuid", "UUID"), {"int": -1}), "build.state")
refused("uuid-text", New(Name("uuid", "UUID"), {"int": "1"}), "build.state")
refused("isotonic-thresholds", New(Name("sklearn.isotonic", "IsotonicRegression"), {"X_thresholds_": [1], "y_thresholds_": [1]}), "build.state", rule="exact-types")
refused("version-no-text", New(RIDGE, {"_sklearn_version": 1}), "build.state")
refused("version-instance", New(RIDGE, {"_sklearn_version": New(RIDGE)}), "build.state")
