"""What a checker saw and Python does not have: copies that are no aliases, changes after the fact, work without end."""
import itertools
import struct

from assemble import Array, Asm, Call, DType, Name, New, Raw, dumps
from case import case
from states import MARK, NORM, PARAMETERS, TEMPLATE

RULE = "copies"
HOSTILE = {**PARAMETERS, "_parse_arg_template": MARK + TEMPLATE}
COPIES = {
    "dict": lambda d: Call(Name("builtins", "dict"), d),
    "ordereddict": lambda d: Call(Name("collections", "OrderedDict"), d),
    "counter": lambda d: Call(Name("collections", "Counter"), d),
    "defaultdict": lambda d: Call(Name("collections", "defaultdict"), None, d),
    "reconstructor": lambda d: Call(Name("copyreg", "_reconstructor"), Name("collections", "Counter"), Name("builtins", "dict"), d),
}


def copied(build, state):
    """A dict, a copy of it that gets the genuine template where it stands, and a distribution built with the dict itself."""
    asm = Asm(4).raw(b"(}q\x63(")
    for key, value in state.items():
        asm.text(key).value(value)
    asm.raw(b"u").value(build(Raw(b"h\x63"))).raw(b"(").text("_parse_arg_template").text(TEMPLATE).raw(b"u")
    return asm.value(NORM).raw(b")\x81h\x63bt").stop().out


# Each is what a pickler could have written: only the copy is at stake.
for slug, build in COPIES.items():
    case("unlisted", f"copy-{slug}", copied(build, HOSTILE), code="build.state", rule=RULE, fires=["pickle", "joblib"], note="the copy gets scipy's own text, Python executes the other")


def late(first, then):
    """A value under memo 0x63 in a tuple, and what is done with it afterwards."""
    return Asm(2).raw(b"(").raw(first).raw(then).raw(b"t").stop().out


PAIR = b"X\x01\0\0\0aK\x01s"
LATE = {
    "dict-fetched": late(b"}q\x63", b"h\x63" + PAIR),
    "list-fetched": late(b"]q\x63", b"h\x63K\x01a"),
    "set-fetched": late(b"\x8fq\x63", b"h\x63(K\x01\x90"),
    "dict-in-tuple": late(b"}q\x63\x85", b"h\x63" + PAIR),
    "list-in-list": late(b"]]q\x63a", b"h\x63K\x01a"),
    "array-objects": late(b"", Asm(2, header=False).value(Array(DType("O8"), (1,), Raw(b"]q\x63Na"))).raw(b"h\x63Na").out),
    "dtype-fields": late(b"", b"cnumpy\ndtype\nX\x02\0\0\0V8K\x00K\x01\x87R(K\x03X\x01\0\0\0|NX\x01\0\0\0a\x85}q\x63X\x01\0\0\0a"
        + bytes(Asm(2, header=False).value(DType("f8")).out) + b"K\x00\x86sK\x08K\x01K\x00tbh\x63X\x01\0\0\0aNs"),
    "state-of-estimator": late(b"", b"csklearn.linear_model._ridge\nRidge\n)\x81}q\x63bh\x63" + PAIR),
    "arguments": late(b"", b"ccollections\ndeque\n]q\x63\x85Rh\x63K\x01a"),
    "build-fetched": late(b"csklearn.linear_model._ridge\nRidge\n)\x81q\x63", b"h\x63}b"),
    "state-still-open": late(b"", b"}q\x63(X\x01\0\0\0acsklearn.linear_model._ridge\nRidge\n)\x81h\x63bX\x05\0\0\0alphaK\x01u"),
}
for slug, data in LATE.items():
    case("unlisted", f"late-{slug}", data, code="stream.not-a-pickler", rule="grammar")

# Work without end, and nesting that no interpreter survives.
ENDLESS = {
    "integers-of-one-hash": Asm(2).raw(b"}(" + b"".join(Asm(2, header=False).value((2**61 - 1) * n).raw(b"N").out for n in range(1, 9_000)) + b"u"),
    "pairs-of-one-hash": None,
    "sets-over-one-list": Asm(2).raw(b"(]q\x00(" + b"K\x01" * 20_000 + b"e" + b"cbuiltins\nset\nq\x01" + b"h\x01h\x00\x85R" * 2_000 + b"t"),
    "slices-in-slices": Asm(4).raw(b"cbuiltins\nslice\nq\x00" + b"h\x00" * 1_500 + b"N" + b"NN\x87R" * 1_500),
}


def colliding_pairs(count):
    """Tuples (n, m) of one hash: CPython's tuple hash (xxHash, 3.8 on) can be solved for its last item."""
    p1, p2, p5, mask = 11400714785074694791, 14029467366897019727, 2870177450012600261, 2**64 - 1
    inverse = pow(p2, -1, 2**64)
    made, n = [], 0
    while len(made) < count:
        acc = (p5 + n * p2) & mask
        acc = (((acc << 31) | (acc >> 33)) * p1) & mask
        last = ((12345 - acc) * inverse) & mask
        if last < 2**61 - 1:
            made.append((n, last))
        n += 1
    return made


ENDLESS["pairs-of-one-hash"] = Asm(2).raw(b"}(" + b"".join(Asm(2, header=False).value(pair).raw(b"N").out for pair in colliding_pairs(9_000)) + b"u")


def pairs_of_parts(first, second, tail=b"", parts=96, opened=b"}(", closed=b"u", value=b"N"):
    """A dict of all pairs of `parts` tuples, each of seven places that hold either value, and of what stands behind them."""
    asm = Asm(4).raw(b"(").value(first).raw(b"q\xfe").value(second).raw(b"q\xff")
    for part in range(parts):
        asm.raw(b"(" + b"".join(b"h\xff" if part >> place & 1 else b"h\xfe" for place in range(7)) + tail + b"tq" + bytes([part]))
    pairs = b"".join(b"h" + bytes([a]) + b"h" + bytes([b]) + b"\x86" + value for a in range(parts) for b in range(parts))
    return asm.raw(opened + pairs + closed + b"t")


# -1 is an error to C, so its hash is that of -2: as many tuples of them as one likes have one hash, whatever stands beside.
SCALAR = Name("numpy.core.multiarray", "scalar")
TIMES = Name("datetime", "timedelta")
ENDLESS["sets-of-minus-one"] = pairs_of_parts(-1, -2, opened=b"\x8f(", closed=b"\x90", value=b"")
ENDLESS["tuples-of-minus-one"] = pairs_of_parts(-1, -2)
ENDLESS["tuples-of-minus-one-and-text"] = pairs_of_parts(-1, -2, b"X\x01\0\0\0a")
ENDLESS["tuples-of-floats"] = pairs_of_parts(-1.0, -2.0, b"X\x01\0\0\0a")
ENDLESS["tuples-of-scalars"] = pairs_of_parts(Call(SCALAR, DType("i8"), struct.pack("<q", -1)), Call(SCALAR, DType("i8"), struct.pack("<q", -2)))
ENDLESS["tuples-of-spans"] = pairs_of_parts(Call(TIMES, -1, 0, 0), Call(TIMES, -2, 0, 0), b"X\x01\0\0\0a")
case("safe", "tuples-of-small-numbers", pairs_of_parts((1, "a"), (2, "a"), b"X\x01\0\0\0a").stop().out)
case("safe", "tuples-of-texts", pairs_of_parts("a", "b", b"J\xff\xff\xff\xff").stop().out)
for slug in ENDLESS:
    if slug == "slices-in-slices":
        continue
    case("limit", f"endless-{slug}", ENDLESS[slug].stop().out, code="limit.work", rule="work")
case("limit", "endless-slices-in-slices", ENDLESS["slices-in-slices"].stop().out, code="limit.depth", rule="work")
case("limit", "endless-deep-key", Asm(2).raw(b"})" + b"\x85" * 3_000 + b"Ns").stop().out, code="limit.depth", rule="work")

# Their harmless twins.
case("safe", "integer-keys", dumps({(2**61 - 1) * n: None for n in range(1, 300)}, 2))
case("safe", "pair-keys", dumps({(n, n * n): None for n in range(3_000)}, 2))
case("safe", "deep-tuple", Asm(2).raw(b")" + b"\x85" * 900).stop().out)
