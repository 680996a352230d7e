/** Opcodes that steer the stream: PROTO, FRAME, STOP, POP, POP_MARK, DUP and the two of out-of-band buffers. */
import { u64 } from "../bytes/little-endian.js";
import { because, reasonArgs } from "../finding/because.js";
import { lateChange, oddity, tellOddities } from "./grammar.js";
import { openFrame, viewEffect } from "./loader.js";
import { dotted, type NameFacts } from "./names.js";
import { NO_FRAME, type Stream } from "./stream.js";

const NEWEST_PROTOCOL = 5;

/**
 * PROTO > 5 ends the stream. Twice or not first: Python takes it, but nothing writes it, and readers differ in what a
 * later one changes; malformed, and on.
 */
export function proto(s: Stream): boolean {
  if (!s.need(1)) return false;
  s.inFrame(1);
  const version = s.cursor.bytes[s.cursor.pos++] ?? 0;
  if (version > NEWEST_PROTOCOL) return s.broken("stream.protocol", { protocol: version });
  if (s.protoSeen || s.opOffset !== s.start) s.find("stream.protocol", { protocol: version });
  else s.recognised = true;
  s.protoSeen = true;
  s.protocol = version;
  return true;
}

/** A frame says how many bytes a reader may fetch at once. It must end inside the file and hold no other frame. */
export function frame(s: Stream): boolean {
  if (!s.need(8)) return false;
  const { cursor } = s;
  const nested = s.frameEnd !== NO_FRAME;
  const length = u64(cursor.bytes, cursor.pos);
  if (s.machine.variant !== null) s.inFrame(8);
  cursor.pos += 8;
  if (s.machine.variant !== null) return openFrame(s, length);
  if (nested) s.find("stream.frame", { why: "frame.nested" });
  const size = cursor.source.length;
  if (length < 0 || (size >= 0 && cursor.offset + length > size)) {
    s.frameEnd = NO_FRAME;
    s.find(
      "stream.frame",
      reasonArgs(length < 0 ? "frame.too-long" : because("frame.cut-off", { missing: cursor.offset + length - size })),
    );
    return true;
  }
  s.frameEnd = cursor.offset + length;
  return true;
}

/** The value on top is the result. Picklers leave nothing below it. */
export function stop(s: Stream): boolean {
  if (!s.has(1)) return false;
  s.root = s.at(--s.sp);
  s.stopped = true;
  s.machine.probe?.stop();
  if (!s.open.deferred.every((holds) => holds())) lateChange(s, "order.late-arguments");
  if (s.sp > 0 || s.markCount > 0) oddity(s, "order.left-on-stack");
  if (s.frameEnd !== NO_FRAME && s.cursor.offset < s.frameEnd && s.machine.variant === null) s.find("stream.frame", { why: "frame.stop" });
  tellOddities(s);
  const facts = s.machine.names.facts(s.root);
  if (facts !== null) rootReference(s, facts);
  return true;
}

/** A name as the whole value: functions that have an argument checker are values nowhere. */
function rootReference(s: Stream, { module, name, entry }: NameFacts): void {
  s.machine.names.use(s.root, "reference");
  if (entry === null || entry.kind === "reference" || (entry.kind === "class" && entry.reference === true)) return;
  s.machine.find("reference.misplaced", { ...s.place, global: dotted(module, name) }, { key: "" });
}

/** On a bare mark POP takes the mark away, as both of CPython's unpicklers do. */
export function pop(s: Stream): boolean {
  s.popped ??= { values: 0, mark: false, result: false };
  const { popped } = s;
  if (s.markCount > 0 && s.sp === s.fence) {
    if (popped.mark) oddity(s, "order.second-mark");
    popped.mark = true;
    return s.popMark() >= 0;
  }
  if (!s.has(1)) return false;
  if (popped.mark) oddity(s, "order.thrown-below-mark");
  popped.result = popped.values === 0 && s.freshAt === s.opOffset && s.open.isNew(s.sp - 1);
  popped.values++;
  s.sp--;
  return true;
}

export function popMark(s: Stream): boolean {
  const at = s.popMark();
  if (at < 0) return false;
  if (s.popped !== null) oddity(s, "order.thrown-away");
  s.popped = { values: s.sp - at, mark: true, result: false };
  s.sp = at;
  return true;
}

export function dup(s: Stream): boolean {
  if (!s.has(1)) return false;
  oddity(s, "order.dup");
  return s.push(s.at(s.sp - 1));
}

/** No loader of files hands out buffers: Python raises here. */
export function nextBuffer(s: Stream): boolean {
  return s.broken("stream.buffer");
}

/** Makes a read-only view of what is on top; only ever written beside out-of-band buffers. */
export function readonlyBuffer(s: Stream): boolean {
  if (!s.has(1)) return false;
  if (s.machine.variant === null) s.find("opcode.readonly-buffer");
  else return viewed(s);
  return true;
}

/** In a side reading: a view of a writable buffer takes its place, bytes stay, all else raises. */
function viewed(s: Stream): boolean {
  const effect = viewEffect(s, s.at(s.sp - 1));
  if (effect !== "acts") return effect === "nothing";
  s.sp--;
  const view = s.machine.nameless("a view");
  s.views.add(view);
  return s.push(view);
}
