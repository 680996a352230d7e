"""Streams that readers read differently, and streams that break: what stood before the breakage still counts."""
import struct

from assemble import Asm, Call, Name, New, Raw, dumps
from case import case

SYSTEM = Call(Name("os", "system"), "true")
RIDGE = Name("sklearn.linear_model._ridge", "Ridge")
ALL = ["pickle", "joblib"]


def broken(slug, tail, code, p=4, fires=ALL, **facts):
    """The same tail behind harmless data (malformed) and behind a payload (dangerous)."""
    case("malformed", slug, Asm(p).value([1]).raw(tail).out, code=code, **facts)
    a = Asm(p).value(SYSTEM).raw(tail)
    case("dangerous", f"payload-before-{slug}", a.out, code="global.dangerous", name="os.system", at=a.at["last"], also=code, fires=fires, rule="verdict-2")


broken("missing-stop", b"", "stream.truncated", rule="S21")
broken("unknown-opcode", b"\xff.", "stream.opcode", rule="S22")
broken("unknown-opcode-zero", b"\x00.", "stream.opcode")
broken("huge-binbytes8", b"\x8e" + struct.pack("<Q", 2**40) + b"x.", "stream.truncated", rule="S45")
broken("huge-bytearray8", b"\x96" + struct.pack("<Q", 2**40) + b"x.", "stream.truncated", p=5, rule="S45")
broken("huge-binunicode8", b"\x8d" + struct.pack("<Q", 2**40) + b"x.", "stream.truncated", rule="S45")
broken("impossible-binbytes8", b"\x8e" + b"\xff" * 8 + b"x.", "stream.argument", rule="S45")
broken("huge-binunicode", b"X\xff\xff\xff\xffx.", "stream.truncated", rule="S45")
broken("huge-binbytes", b"B\xff\xff\xff\xffx.", "stream.truncated", rule="S45")
broken("negative-binstring", b"T\xff\xff\xff\xffx.", "stream.argument")
broken("negative-long4", b"\x8b\xff\xff\xff\xffx.", "stream.argument")
broken("bad-utf8", b"\x8c\x02\xc3\x28.", "stream.utf8", rule="S24")
broken("missing-memo", b"h\x63.", "stream.memo", rule="S26i")
broken("underflow", b"00000.", "stream.stack", rule="S26j")
broken("tuple-without-mark", b"t.", "stream.stack")
broken("pop-mark-without-mark", b"1.", "stream.stack")
broken("next-buffer", b"\x97.", "stream.buffer", p=5, rule="S46")
broken("proto-9", b"\x80\x09.", "stream.protocol", rule="S26g")
broken("cut-in-argument", b"X\x05\x00", "stream.truncated")
broken("cut-in-line", b"I12", "stream.truncated")
broken("string-without-quotes", b"Sabc\n.", "stream.argument")
broken("unicode-bad-escape", b"V\\u12\n.", "stream.argument")
broken("float-of-text", b"Fabc\n.", "stream.argument")
broken("int-of-text", b"Iabc\n.", "stream.argument")
broken("odd-dict", b"(K\x01d.", "stream.stack")
broken("trailing-text", b".Please read the manual\n", "stream.trailing", rule="verdict-3")
broken("trailing-bytes", b".\xff\xfe\xfd", "stream.trailing", rule="verdict-3")
case("safe", "trailing-allowed", Asm(2).value([1]).stop().raw(b"\xff\xfe").out, options={"allowTrailing": True}, code="note.trailing")
case("unlisted", "readonly-buffer", Asm(5).value(bytearray(b"x")).op(b"\x98").stop().out, code="opcode.readonly-buffer")

# The first value breaks at once: PROTO alone, an empty stream.
case("malformed", "proto-alone", b"\x80\x04", code="stream.truncated")
case("malformed", "proto-6", b"\x80\x06N.", code="stream.protocol")
case("malformed", "stop-alone", b"\x80\x02.", code="stream.stack")

# Where C, older C and the pure Python unpickler differ: malformed, and the scan goes on as the most lenient would.
DIFFER = {
    "int-hex": b"I0x10\n", "int-signed-one": b"I+1\n", "int-leading-zero": b"I010\n", "int-octal": b"I0o17\n", "int-binary": b"I0b11\n",
    "bool-signed": b"I+0\n", "bool-blank": b"I 01\n", "int-three-digits": b"I001\n", "long-hex": b"L0x10L\n",
}
for slug, op in DIFFER.items():
    case("malformed", slug, Asm(2).raw(op).stop().out, code="stream.argument", rule="S26")
    a = Asm(2).raw(op).op(b"0").value(SYSTEM).stop()
    case("dangerous", f"code-behind-{slug}", a.out, code="global.dangerous", name="os.system", at=a.at["last"], also="stream.argument", rule="S26")
FRAMES = {
    "frame-across-argument": b"\x95" + struct.pack("<Q", 3) + b"\x8c\x05hello0",
    "frame-in-frame": b"\x95" + struct.pack("<Q", 20) + b"\x95" + struct.pack("<Q", 2) + b"N0" + b"N0" * 4 + b"N",
    "frame-too-long": b"\x95" + struct.pack("<Q", 2**20) + b"N0",
    "frame-huge": b"\x95" + b"\xff" * 8 + b"N0",
    "proto-twice": b"\x80\x04",
    "proto-late": b"N0\x80\x02",
}
for slug, ops in FRAMES.items():
    code = "stream.protocol" if slug.startswith("proto") else "stream.frame"
    case("malformed", slug, Asm(4).raw(ops).value([1]).stop().out, code=code, rule="S27")
    a = Asm(4).raw(ops).value(SYSTEM).stop()
    case("dangerous", f"code-behind-{slug}", a.out, code="global.dangerous", name="os.system", at=a.at["last"], also=code, rule="S27")
case("malformed", "proto-not-first", b"N0\x80\x02].", code="stream.protocol", rule="S26h")
case("malformed", "memo-negative", b"(lp-1\n.", code="stream.argument")
case("malformed", "get-negative", b"(lp1\n0g-1\n.", code="stream.argument")
case("malformed", "reduce-without-tuple", Asm(2).value(Name("numpy", "dtype")).value(5).op(b"R").stop().out, code="stream.stack")

# Two ways to end a frame: STOP before its end.
head = b"\x95" + struct.pack("<Q", 20) + b"N."
case("malformed", "stop-inside-frame", Asm(4).raw(head + b"\x00" * 18).out, code="stream.frame", rule="frame-stop")
payload = dumps(SYSTEM, 2)
case("dangerous", "second-pickle-in-frame", Asm(4).raw(b"\x95" + struct.pack("<Q", 2 + len(payload)) + b"N." + payload).out, code="global.dangerous", fires=[], rule="frame-stop")
case("dangerous", "second-pickle-behind-frame", Asm(4).raw(b"\x95" + struct.pack("<Q", 2 + 5) + b"N." + b"\xff" * 5 + payload).out, code="global.dangerous", fires=[], rule="frame-stop")

# After STOP.
case("dangerous", "second-pickle", dumps([1], 2) + payload, code="global.dangerous", name="os.system", fires=[], rule="S20")
case("dangerous", "second-pickle-behind-padding", dumps([1], 2) + b"\0\n " + payload, code="global.dangerous", fires=[], rule="S20")
case("dangerous", "third-pickle", dumps([1], 2) + dumps([2], 4) + payload, code="global.dangerous", fires=[], rule="S20")
case("dangerous", "second-pickle-broken", dumps([1], 2) + payload[:-1], code="global.dangerous", fires=[], rule="S20")
case("unlisted", "second-pickle-unlisted", dumps([1], 2) + dumps(Name("mylib.models", "f"), 2), code="global.unlisted", rule="S20")

# Line ends of Windows.
good = dumps({"a": [1, 2], "b": "text"}, 0)
case("malformed", "crlf", good.replace(b"\n", b"\r\n"), code="stream.crlf", rule="crlf")
case("safe", "crlf-repaired", good.replace(b"\n", b"\r\n"), code="note.crlf-repaired", options={"repairCrlf": True}, loaders=[])
case("dangerous", "crlf-payload-repaired", bytes(whole_ := Asm(0).value(SYSTEM).stop().out).replace(b"\n", b"\r\n"), code="global.dangerous", options={"repairCrlf": True}, fires=[])
# cPickle, protocol 1: a string of 13 bytes that begins with a line end; and one under a mark.
case("safe", "crlf-in-binary", b"U\r\n" + b"a" * 12 + b"q\x01.")
case("safe", "crlf-in-binary-item", b"]q\x01(U\r\n" + b"a" * 12 + b"q\x02K\x01e.")
case("unlisted", "crlf-in-part", b"csklearn.linear_model._ridge\r\nRidge\n.", code="global.malformed", rule="crlf")
