"""`getattr`, `numpy.vectorize` and `ZoneInfo`: one exact form of each is what genuine files hold, all others are attacks. And
constants, which are values like None. The genuine twins are here too, under `safe`."""
from assemble import Asm, Array, Build, Call, DType, Name, New, Raw, dumps
from case import case
from joblib_array import array
from states import NORM, ORDERED, PARAMETERS, RIDGE, TEMPLATE, TRANSFORMER, refused

GETATTR = Name("builtins", "getattr")
STR = Name("builtins", "str")
SPLIT = Call(GETATTR, STR, "split")
TFIDF = Name("sklearn.feature_extraction.text", "TfidfVectorizer")
DANGER = {"verdict": "dangerous", "rule": "getattr-narrow"}
PROTOS = (4,)


def names(p):
    """Names as a protocol below 3 writes them: Python 2's."""
    return (Name("__builtin__", "getattr"), Name("__builtin__", "unicode")) if p < 3 else (GETATTR, STR)


# What is opened.
for p in (0, 1, 2, 4, 5):
    find, text = names(p)
    case("safe", f"method-of-str-p{p}", dumps(New(TFIDF, {"tokenizer": Call(find, text, "split"), "preprocessor": Call(find, text, "lower")}), p))
case("safe", "method-of-str-dotted", dumps(New(TFIDF, {"tokenizer": Name("builtins", "str.split")}), 4))
case("safe", "method-of-str-in-data", dumps([{"a": SPLIT}], 4))

# Other owners and other attributes, whatever they are read from.
for slug, owner, attribute in (
    ("class", STR, "__class__"), ("subclasses", Name("builtins", "object"), "__subclasses__"), ("mro", STR, "mro"), ("format", STR, "format"),
    ("join", STR, "join"), ("encode", STR, "encode"), ("dotted", STR, "split.__call__"), ("empty", STR, ""), ("blank", STR, "split "),
    ("init", STR, "__init__"), ("getattribute", STR, "__getattribute__"), ("of-int", Name("builtins", "int"), "from_bytes"),
    ("of-bytes", Name("builtins", "bytes"), "split"), ("of-list", Name("builtins", "list"), "append"), ("of-text", "a b", "split"),
    ("of-number", 5, "bit_length"), ("of-none", None, "__class__"), ("of-numpy-str", Name("numpy", "str_"), "split"),
    ("of-estimator-class", RIDGE, "fit"), ("of-estimator", New(RIDGE, {}), "get_params"), ("of-dotted", Name("builtins", "str.split"), "__self__"),
    ("of-method", SPLIT, "__objclass__"), ("of-getattr", GETATTR, "__self__"), ("of-function", Name("numpy", "exp"), "types"),
    ("of-distribution-class", Name("scipy.stats._discrete_distns", "randint_gen"), "_entropy"),
    ("of-distribution", New(Name("scipy.stats._discrete_distns", "randint_gen")), "rvs"),
    ("of-distribution-init", New(Name("scipy.stats._discrete_distns", "randint_gen")), "__init__"),
    ("of-frozen", New(Name("scipy.stats._distn_infrastructure", "rv_frozen")), "_entropy"), ("of-frozen-dist", New(Name("scipy.stats._distn_infrastructure", "rv_frozen"), {"dist": None}), "dist"),
    ("of-zone-class", Name("zoneinfo", "ZoneInfo"), "from_file"), ("of-zone-no-cache", Name("zoneinfo", "ZoneInfo"), "no_cache"),
    ("of-ordered-dict", Call(ORDERED), "update"), ("of-array", Array(DType("f8"), (1,), bytes(8)), "tofile"),
):
    refused(f"getattr-{slug}", Call(GETATTR, owner, attribute), "global.dangerous", PROTOS, **DANGER)
refused("getattr-os", Call(GETATTR, Name("os", "path"), "os"), "global.dangerous", PROTOS, **DANGER)
refused("getattr-bytes-name", Call(GETATTR, STR, b"split"), "global.dangerous", PROTOS, **DANGER)
refused("getattr-computed-name", Call(GETATTR, STR, Call(SPLIT, "split")), "global.dangerous", PROTOS, **DANGER)
refused("getattr-numpy-name", Call(GETATTR, STR, Call(Name("numpy.core.multiarray", "scalar"), DType("U5"), "split".encode("utf-32-le"))), "global.dangerous", PROTOS, **DANGER)
refused("getattr-default", Call(GETATTR, STR, "split", None), "global.dangerous", PROTOS, **DANGER)
refused("getattr-one", Call(GETATTR, STR), "global.dangerous", PROTOS, **DANGER)
refused("getattr-none", Call(GETATTR), "global.dangerous", PROTOS, **DANGER)
refused("getattr-python2-str-format", Call(Name("__builtin__", "getattr"), Name("__builtin__", "unicode"), "format"), "global.dangerous", (0, 2), **DANGER)

# getattr itself as a value, alone and beside a use that is genuine.
for slug, value in (("alone", [GETATTR]), ("root", GETATTR), ("state", New(TRANSFORMER, {"func": GETATTR})), ("partial", Call(Name("functools", "partial"), GETATTR)),
                    ("beside", [SPLIT, GETATTR]), ("before", [GETATTR, SPLIT]), ("key", {"a": SPLIT, "b": (GETATTR,)}), ("built", Build(GETATTR, {"a": 1})),
                    ("reduced-by", Call(Name("copyreg", "_reconstructor"), GETATTR, Name("builtins", "object"), None))):
    refused(f"getattr-value-{slug}", value, "global.dangerous", PROTOS, **DANGER)
case("dangerous", "getattr-popped", Asm(4).value(GETATTR).op(b"0").value(None).stop().out, code="global.dangerous", rule="getattr-narrow")
case("dangerous", "getattr-cut-off", Asm(4).value(GETATTR).value(STR).text("split").out, code="global.dangerous", rule="getattr-narrow")
case("dangerous", "getattr-newobj", Asm(4).value(GETATTR).value((STR, "format")).op(b"\x81").stop().out, code="global.dangerous", rule="getattr-narrow")
case("dangerous", "getattr-inst", Asm(2).op(b"(").value(Name("__builtin__", "unicode")).text("format").raw(b"i__builtin__\ngetattr\n").stop().out, code="global.dangerous", rule="getattr-narrow")

# What it found: never called, built, filled, or under a name that is called.
refused("method-called", Call(SPLIT, "a b"), "call.unlisted", PROTOS, rule="never-called")
refused("method-called-without", Call(SPLIT), "call.unlisted", PROTOS, rule="never-called")
refused("method-new", Raw(bytes(Asm(4, False).value(SPLIT).value(()).op(b"\x81").out)), "call.unlisted", PROTOS, rule="never-called")
refused("method-built", Build(SPLIT, {"a": 1}), "build.target", PROTOS)
refused("method-built-slots", Build(SPLIT, (None, {"__call__": 1})), "build.target", PROTOS)
refused("method-as-name", Raw(bytes(Asm(4, False).value(SPLIT).text("x").op(b"\x93").out)), "stream.stack", PROTOS, verdict="malformed")
refused("method-under-other-key", New(RIDGE, {"alpha": SPLIT}), "reference.misplaced", PROTOS, rule="references")
refused("method-under-method", New(RIDGE, {"predict": SPLIT}), "build.key", PROTOS, rule="build-member")
refused("method-as-reconstructed", Call(Name("copyreg", "_reconstructor"), SPLIT, Name("builtins", "object"), None), "call.arguments", PROTOS)
refused("method-as-dtype", Call(Name("numpy", "dtype"), SPLIT, False, True), "call.arguments", PROTOS)
refused("method-as-factory", Call(Name("collections", "defaultdict"), SPLIT), "call.arguments", PROTOS)
refused("method-as-random", Call(Name("numpy.random._pickle", "__randomstate_ctor"), "MT19937", SPLIT), "call.arguments", PROTOS)
refused("method-as-version", New(RIDGE, {"_sklearn_version": SPLIT}), "build.state", PROTOS)
refused("method-as-nodes", New(Name("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor"), {"nodes": SPLIT}), "build.state", PROTOS)

# Discrete distributions hold a vectorize around their own entropy.
VECTORIZE = Name("numpy", "vectorize")
RANDINT = Name("scipy.stats._discrete_distns", "randint_gen")
DISCRETE = TEMPLATE.replace("(self,  loc=0, scale=1", "(self, low, high,  loc=0").replace("return ()", "return (low, high, )").replace("( loc, scale,", "(low, high,  loc, 1,")
DISCRETE = DISCRETE.replace("loc, scale", "loc, 1")
VALUES = {"pyfunc": None, "cache": False, "signature": None, "_ufunc": {}, "__doc__": None, "otypes": None, "_in_and_out_core_dims": None}


def vectorized(function, extra=None, excluded=None):
    state = {**VALUES, "pyfunc": function, "excluded": Call(Name("builtins", "set"), []) if excluded is None else excluded}
    return New(VECTORIZE, {**state, **(extra or {})})


def entropy_of(memo):
    """`getattr(distribution, '_entropy')` of what stands in the memo."""
    return Call(GETATTR, Raw(b"h" + bytes([memo])), "_entropy")


def discrete(vecentropy, more=None, owner=RANDINT):
    """A distribution whose state refers to it by memo entry 99."""
    state = {"_ctor_param": {"a": 0, "name": "randint"}, "name": "randint", "shapes": "low, high", "numargs": 2, "_parse_arg_template": DISCRETE, "vecentropy": vecentropy}
    return Asm(4).value(owner).value(()).op(b"\x81").raw(b"q\x63").value({**state, **(more or {})}).op(b"b").stop().out


GENUINE = vectorized(entropy_of(99))
case("safe", "discrete-entropy", discrete(GENUINE), allow=["compile", "exec"], note="scipy executes its own template")
case("safe", "discrete-entropy-used", discrete(vectorized(entropy_of(99), {"_doc": None})), allow=["compile", "exec"])
for slug, value in (
    ("function", vectorized(Name("numpy", "exp"))), ("system", vectorized(Name("os", "system"))), ("class", vectorized(RIDGE)), ("method", vectorized(SPLIT)),
    ("no-state", vectorized(None)), ("call", Call(VECTORIZE, entropy_of(99))), ("extra-key", vectorized(entropy_of(99), {"__call__": 1})),
    ("extra-class", vectorized(entropy_of(99), {"__class__": 1})), ("cached-ufunc", vectorized(entropy_of(99), {"_ufunc": {1: Name("numpy", "exp")}})),
    ("excluded-text", vectorized(entropy_of(99), excluded="x")), ("signature", vectorized(entropy_of(99), {"signature": "(n)->()"})),
    ("slots", New(VECTORIZE, (None, {"pyfunc": entropy_of(99)}))), ("doc-instance", vectorized(entropy_of(99), {"__doc__": New(RIDGE)})),
):
    case("dangerous", f"vectorize-{slug}", discrete(value), code="global.dangerous", rule="vectorize-narrow")
for slug, value in (("class-as-value", VECTORIZE), ("called", Call(GENUINE, 1)), ("module-of-old", Call(Name("numpy.lib.function_base", "vectorize"), Name("numpy", "exp")))):
    case("dangerous" if slug != "called" else "unlisted", f"vectorize-{slug}", discrete(value), code="call.unlisted" if slug == "called" else "global.dangerous", rule="vectorize-narrow")
for slug, value, code in (("function", Name("numpy", "exp"), "build.state"), ("method-of-str", SPLIT, "build.state"), ("distribution", New(NORM, PARAMETERS), "build.state"), ("list", [GENUINE], "build.state")):
    case("unlisted", f"vecentropy-{slug}", discrete(value), code=code, rule="vectorize-narrow")
for slug, more in (("numargs-float", {"numargs": 1.0}), ("numargs-huge", {"numargs": 10**6}), ("numargs-frame", {"numargs": New(Name("pandas.core.frame", "DataFrame"))}),
                   ("numargs-array", {"numargs": Array(DType("O8"), (1,), [1])}), ("moment-type-text", {"moment_type": "0"}), ("numargs-constant", {"numargs": Name("builtins", "NotImplemented")})):
    case("unlisted", f"distribution-{slug}", discrete(GENUINE, more), code="build.state", rule="rv-exec")
case("unlisted", "distribution-entropy-key", discrete(GENUINE, {"_entropy": 1}), code="build.key", rule="build-member")
case("unlisted", "distribution-cdf-key", discrete(GENUINE, {"_cdf_single": SPLIT}), code="build.key", rule="build-member")
case("unlisted", "distribution-other-template", discrete(GENUINE, {"_parse_arg_template": "import os\n" + DISCRETE}), code="build.state", rule="rv-exec", fires=["pickle", "joblib"])
refused("discrete-pair-instance", New(RANDINT, ({"a": 0, "values": New(RIDGE)}, None)), "build.state", PROTOS, rule="rv-exec")
refused("vecentropy-of-continuous", New(NORM, {**PARAMETERS, "vecentropy": Call(GETATTR, New(NORM), "_entropy")}), "reference.misplaced", PROTOS, rule="references")
case("safe", "entropy-alone", dumps([Call(GETATTR, New(RANDINT), "_entropy")], 4), note="a bound method that nobody calls")

# What was empty when numpy's state was looked at is filled by nobody afterwards: a dict that is open around it, and one that is fetched.
OUTER = Asm(4).raw(b"}q\x62").text("a").raw(discrete(vectorized(entropy_of(99), {"_ufunc": Raw(b"h\x62")}))[2:-1]).op(b"s").text("b").value(Name("numpy", "exp")).op(b"s").stop()
case("unlisted", "vectorize-open-cache", OUTER.out, code="stream.not-a-pickler", rule="vectorize-narrow")
FETCHED = Asm(4).raw(b"]q\x61").raw(b"}q\x620").raw(discrete(vectorized(entropy_of(99), {"_ufunc": Raw(b"h\x62")}))[2:-1]).raw(b"ah\x62").text("b").value(1).op(b"s").op(b"0").stop()
case("unlisted", "vectorize-fetched-cache", FETCHED.out, code="stream.not-a-pickler", rule="vectorize-narrow")

# Time zones are read from the system's database, by names of that database.
ZONE = Name("zoneinfo", "ZoneInfo")
UNPICKLE = Call(GETATTR, ZONE, "_unpickle")
STAMP = Name("datetime", "datetime")
WHEN = bytes((7, 228, 1, 2, 3, 4, 5, 0, 0, 0))
for p in (2, 4):
    find = names(p)[0]
    berlin = Call(Call(find, ZONE, "_unpickle"), "Europe/Berlin", 1)
    case("safe", f"zone-p{p}", dumps(Call(STAMP, WHEN, berlin), p), allow=["open /usr/share/zoneinfo/Europe/Berlin"], note="a file of the system's database")
case("safe", "zone-dotted", dumps(Call(Name("zoneinfo", "ZoneInfo._unpickle"), "Etc/GMT+5", True), 4), allow=["open /usr/share/zoneinfo/Etc/GMT+5"])
for slug, key in (
    ("absolute", "/etc/passwd"), ("up", "../../../etc/passwd"), ("inner-up", "Europe/../../../etc/passwd"), ("dot", "Europe/."), ("empty", ""), ("empty-part", "Europe//Berlin"),
    ("slash-behind", "Europe/"), ("backslash", "Europe\\Berlin"), ("drive", "C:Europe"), ("nul", "Europe/Berlin\0"), ("line", "Europe/Berlin\n"), ("blank", "Europe/Ber lin"),
    ("module", "Europe.Berlin"), ("unknown-area", "mine/zone"), ("posix", "posix/Europe/Berlin"), ("localtime", "localtime"), ("posixrules", "posixrules"), ("table", "zone.tab"),
    ("long", "Europe/" + "a" * 300), ("deep", "America/a/b/c"), ("letters", "Europe/B\u00e9rlin"), ("look-alike", "\u0395urope/Berlin"), ("dunder", "Europe/__init__"), ("prefix", "Europe2/Berlin"),
):
    refused(f"zone-name-{slug}", Call(UNPICKLE, key, 1), "global.dangerous", PROTOS, verdict="dangerous", rule="zone-names")
for slug, value in (
    ("class-called", Call(ZONE, "Europe/Berlin")), ("class-value", [ZONE]), ("function-value", [UNPICKLE]), ("function-root", UNPICKLE), ("function-state", New(TRANSFORMER, {"func": UNPICKLE})),
    ("bytes-name", Call(UNPICKLE, b"Europe/Berlin", 1)), ("flag-text", Call(UNPICKLE, "Europe/Berlin", "x")), ("flag-two", Call(UNPICKLE, "Europe/Berlin", 2)), ("one-argument", Call(UNPICKLE, "Europe/Berlin")),
    ("three-arguments", Call(UNPICKLE, "Europe/Berlin", 1, 1)), ("partial", Call(Name("functools", "partial"), UNPICKLE)), ("from-file", Call(Name("zoneinfo", "ZoneInfo.from_file"), "x")),
    ("new", New(ZONE)), ("tzpath", Name("zoneinfo", "reset_tzpath")), ("private", Call(Name("zoneinfo._zoneinfo", "ZoneInfo._unpickle"), "Europe/Berlin", 1)),
):
    refused(f"zone-{slug}", value, "global.dangerous", PROTOS, verdict="dangerous", rule="zone-names")
refused("zone-built", Build(Call(UNPICKLE, "Europe/Berlin", 1), {"key": "x"}), "build.state", PROTOS)
refused("zone-called", Call(Call(UNPICKLE, "Europe/Berlin", 1), 1), "call.unlisted", PROTOS)
refused("zone-class-of-date", Call(STAMP, WHEN, ZONE), "global.dangerous", PROTOS, verdict="dangerous")

# Constants are values like None: anywhere, and nothing but values.
NA, NOTHING = Name("pandas._libs.missing", "NA"), Name("builtins", "NotImplemented")
IMPUTER = Name("sklearn.impute._base", "SimpleImputer")
for p in (2, 4):
    case("safe", f"constant-marker-p{p}", dumps(New(IMPUTER, {"missing_values": NA, "fill_value": Name("builtins", "Ellipsis")}), p))
    case("safe", f"constant-in-array-p{p}", dumps(New(IMPUTER, {"statistics_": Array(DType("O8"), (2,), ["a", NA])}), p))
case("safe", "constant-newest", dumps(New(IMPUTER, {"missing_values": Name("pandas", "NA")}), 4))
refused("constant-called", Call(NA), "call.unlisted", PROTOS, rule="never-called")
refused("constant-built", Build(NA, {"a": 1}), "build.target", PROTOS)
refused("constant-slots", Build(NOTHING, (None, {"a": 1})), "build.target", PROTOS)
refused("constant-under-method", New(RIDGE, {"predict": NOTHING}), "build.key", PROTOS, rule="build-member")
refused("constant-as-version", New(RIDGE, {"_sklearn_version": NA}), "build.state", PROTOS)
refused("constant-as-state", New(RIDGE, NA), "build.state", PROTOS)
refused("constant-as-seed", Call(Name("numpy.random._pickle", "__randomstate_ctor"), NA), "call.arguments", PROTOS)
refused("constant-as-tree", New(Name("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor"), {"nodes": NA}), "build.state", PROTOS)
refused("constant-as-date", Call(STAMP, WHEN, NOTHING), "call.arguments", PROTOS)
refused("constant-in-partial", Build(Call(Name("functools", "partial"), Name("numpy", "exp")), (Name("numpy", "exp"), (NA,), {}, None)), "build.state", PROTOS)
refused("constant-getattr", Call(GETATTR, NA, "__class__"), "global.dangerous", PROTOS, **DANGER)
refused("constant-look-alike", New(IMPUTER, {"missing_values": Name("pandas._libs.missing", "NAType")}), "global.unlisted", PROTOS)
refused("constant-class", New(IMPUTER, {"missing_values": Name("pandas", "NaT")}), "global.unlisted", PROTOS)

# Array bytes that spell opcodes: what pickle.load runs of them is judged as anywhere else, and a genuine use before is no excuse.
def spelled(value, before=None):
    a = Asm(4).op(b"(")
    if before is not None:
        a.value(before)
    array(a, bytes(Asm(4, False).value(value).raw(b"0").out))
    return a.raw(b"t.").out


for slug, value, before in (
    ("format", Call(GETATTR, STR, "format"), None), ("beside", Call(GETATTR, STR, "format"), SPLIT), ("value", [GETATTR], SPLIT), ("called", Call(SPLIT, "a"), SPLIT),
    ("zone", Call(UNPICKLE, "../x", 1), SPLIT), ("vectorize", Call(VECTORIZE, Name("os", "system")), SPLIT), ("unused", GETATTR, None),
):
    case("unlisted" if slug == "called" else "dangerous", f"spelled-{slug}", spelled(value, before), "joblib", code="joblib.dual-reading", rule="getattr-narrow")
