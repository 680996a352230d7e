"""What the limits stop: each finding names its option. Large bombs are made by the test."""
import struct

from assemble import Array, Asm, Call, DType, Name, dumps
from case import case

SYSTEM = Call(Name("os", "system"), "true")
case("limit", "digits-int", b"I" + b"9" * 4301 + b"\n.", code="limit.digits", rule="S45d")
case("limit", "digits-long", b"L" + b"9" * 4301 + b"L\n.", code="limit.digits", rule="S45d")
case("limit", "digits-long4", Asm(2).raw(b"\x8b" + struct.pack("<i", 2049) + b"\x01" * 2049).stop().out, code="limit.digits", rule="S45d")
case("safe", "digits-at-the-limit", b"(lL" + b"9" * 4300 + b"L\naI" + b"9" * 4300 + b"\na.", note="4300 digits", loaders=["pickle"])
case("safe", "digits-long4-at-the-limit", Asm(2).raw(b"\x8b" + struct.pack("<i", 1700) + b"\x01" * 1700).stop().out)
for slug, op in {"int": b"I" + b"9" * 4301 + b"\n", "long4": b"\x8b" + struct.pack("<i", 3000) + b"\x01" * 3000, "memo": b"Nr\xff\xff\xff\x7f"}.items():
    a = Asm(2).raw(op).op(b"0").value(SYSTEM).stop()
    case("dangerous", f"code-behind-limit-{slug}", a.out, code="global.dangerous", name="os.system", at=a.at["last"],
         also=f"limit.{'memo' if slug == 'memo' else 'digits'}", fires=["pickle", "joblib"] if slug == "long4" else [], rule="limits")
case("limit", "memo-far-index", Asm(2).value([1]).raw(b"r\xff\xff\xff\x7f").stop().out, code="limit.memo", rule="CVE-2018-20406")
case("limit", "memo-far-text-index", b"(lp99999999\n.", code="limit.memo")
case("limit", "dimensions-65", dumps(Array(DType("u1"), (1,) * 65, b"x"), 4), code="limit.dimensions")
case("safe", "dimensions-32", dumps(Array(DType("u1"), (1,) * 32, b"x"), 4))
case("safe", "dimensions-64", dumps(Array(DType("u1"), (1,) * 64, b"x"), 4), loaders=[])
case("limit", "elements-empty-items", dumps(Array(DType("V0"), (2 * 10**6,), b""), 4), code="limit.elements", loaders=[])
case("safe", "elements-empty-items-million", dumps(Array(DType("V0"), (10**6,), b""), 4), loaders=[])
case("limit", "elements-huge", dumps(Array(DType("u1"), (2**41,), b""), 4), code="limit.elements")
