"""Bytes and texts that spell pickles: data, until `--deep` asks for them."""
import base64

from assemble import Asm, Array, Call, DType, Name, dumps
from case import case

PAYLOAD = dumps(Call(Name("os", "system"), "true"), 4)
PAYLOAD0 = dumps(Call(Name("os", "system"), "true"), 0)
GOOD = dumps({"a": [1, 2]}, 4)
DEEP = {"deep": True}

for p in (2, 3, 4, 5):
    case("safe", f"deep-off-bytes-p{p}", dumps({"blob": PAYLOAD}, p))
    case("dangerous", f"deep-bytes-p{p}", dumps({"blob": PAYLOAD}, p), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
    case("dangerous", f"deep-protocol-0-p{p}", dumps({"blob": PAYLOAD0}, p), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
    case("safe", f"deep-good-p{p}", dumps({"blob": GOOD}, p), options=DEEP)
case("dangerous", "deep-text", dumps({"blob": PAYLOAD0.decode()}, 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-bytearray", dumps([bytearray(PAYLOAD)], 5), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-two-layers", dumps([dumps([PAYLOAD], 4)], 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-three-layers", dumps([dumps([dumps([PAYLOAD], 4)], 4)], 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("limit", "deep-four-layers", dumps([dumps([dumps([dumps([PAYLOAD], 4)], 4)], 4)], 4), code="limit.containers", options=DEEP, member=True, fires=[], rule="deep", note="what lies deeper is not read, and that is said")


def plain_envelope(payload):
    """Protocol 1 has no PROTO; BINBYTES is younger, and no loader minds."""
    return b"B" + len(payload).to_bytes(4, "little") + payload + b"."


case("dangerous", "deep-envelopes-without-proto", plain_envelope(plain_envelope(PAYLOAD0)), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-envelope-with-more-behind", plain_envelope(plain_envelope(PAYLOAD0) + b"?" * 40), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-name-far-behind", dumps([b"I1\n0" * 3000 + PAYLOAD0], 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("dangerous", "deep-array", dumps(Array(DType("u1"), (len(PAYLOAD),), PAYLOAD), 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("unlisted", "deep-unlisted", dumps([dumps(Name("mylib.models", "f"), 4)], 4), code="global.unlisted", options=DEEP, member=True, rule="deep")
case("dangerous", "deep-long-bytes", dumps([dumps([b"x" * 6000, Call(Name("os", "system"), "true")], 4)], 4), code="global.dangerous", options=DEEP, member=True, fires=[], rule="deep")
case("safe", "deep-base64", dumps([base64.b64encode(PAYLOAD).decode()], 4), options=DEEP, note="not decoded")
case("safe", "deep-plain-texts", dumps(["Please", "cat", "(a)", "I1.", "N.", "." * 20, "]", "K1."], 4), options=DEEP)
case("safe", "deep-random-bytes", dumps([bytes((i * 37 + 11) % 256 for i in range(500))], 4), options=DEEP)
