/**
 * `scan --deep`: bytes, texts and arrays of bytes that spell a pickle. They are data to every loader; a program that
 * unpickles them itself would run them. What spells one becomes a member of the artifact, judged like a file.
 *
 * A text counts only when it names something or runs from its start to a STOP at its end: feature names and prose are
 * nothing. Not looked into: base64, hex and other encodings. Slow where blobs lie far back in a compressed file.
 */
import { BytesSource, SliceSource } from "../container/plain-source.js";
import type { Source } from "../container/source.js";
import { Findings } from "../finding/findings.js";
import { type Machine, machineFor, runStream } from "../machine/index.js";
import { PLACE } from "../tape/handle.js";
import type { ByteRange } from "../tape/tape.js";
import { isBudget, isRefusal, NAME, type PickleInput, skipPadding } from "./pickles.js";

const PROTO = 0x80;
const STACK_GLOBAL = 0x93;
const [LF, STOP, GLOBAL, INST] = [10, 0x2e, 0x63, 0x69];
/** Shortest pickle that names something. */
const SHORTEST = 4;
/** Bytes of a blob that are looked at in one go. */
const GLANCE = 4096;

/** Sources of everything on a machine's tape that spells a pickle, at most `most`: more are a finding. */
export function embeddedIn(input: PickleInput, machine: Machine, most: number): Source[] {
  const found: Source[] = [];
  for (const source of spelled(input, machine)) {
    if (found.length >= most) {
      input.findings.add("limit.members", { offset: 0 }, { limit: most, option: "--max-members" });
      break;
    }
    found.push(source);
  }
  return found;
}

/** Whether anything does. */
export const holdsPickle = (input: PickleInput, machine: Machine): boolean => spelled(input, machine).next().done !== true;

function* spelled(input: PickleInput, machine: Machine): Generator<Source> {
  for (const source of candidates(machine)) if (isPickle(input, source)) yield source;
}

function* candidates(machine: Machine): Generator<Source> {
  for (const range of blobs(machine)) {
    const source = sourceOf(machine, range);
    if (source !== null && mayBePickle(source)) yield source;
  }
}

/** Every text and every run of bytes, in the order of the tape. */
function* blobs({ tape }: Machine): Generator<ByteRange> {
  for (const handle of tape.blobs ?? []) {
    const range = tape.byteRange(handle);
    if (range !== null) yield range;
  }
  for (let i = 0; i < tape.strCount; i++) yield { place: PLACE.ARENA, offset: tape.strOffset[i] ?? 0, length: tape.strLength[i] ?? 0 };
}

function sourceOf({ tape, cursor, base }: Machine, { place, offset, length }: ByteRange): Source | null {
  if (length < SHORTEST) return null;
  if (place === PLACE.ARENA) return new BytesSource(tape.arena.slice(offset, offset + length));
  // Companions' bytes stand behind all of the pickle's own: they are no blobs.
  const size = cursor.source.length;
  return offset >= base && (size < 0 || offset - base + length <= size) ? new SliceSource(cursor.source, offset - base, length) : null;
}

/** PROTO first, or opcodes that name something, and a STOP: cheap, and right for nearly all texts. */
function mayBePickle(source: Source): boolean {
  const bytes = new Uint8Array(Math.min(GLANCE, source.length));
  let [hasLine, hasName, hasStop] = [false, false, false];
  for (let at = 0; at < source.length; ) {
    const got = source.read(at, bytes.length, bytes, 0);
    if (got === 0) return false;
    const glance = bytes.subarray(0, got);
    if ((at === 0 && glance[0] === PROTO) || glance.includes(STACK_GLOBAL)) return true;
    hasLine ||= glance.includes(LF);
    hasName ||= glance.includes(GLOBAL) || glance.includes(INST);
    hasStop ||= glance.includes(STOP);
    if (hasLine && hasName && hasStop) return true;
    at += got;
  }
  return false;
}

/** Tries the bytes as `pickle.load` would read them. */
function isPickle(input: PickleInput, source: Source): boolean {
  const findings = new Findings(input.limits.maxFindings);
  const machine = machineFor({ ...input, source, findings, reading: "pickle" });
  machine.tape.blobs = [];
  const result = runStream(machine);
  // What a budget stops may be one: it is judged as a member, and stopped there.
  if (findings.list().some(isBudget)) return true;
  const named = findings.list().some((f) => isRefusal(f, false) && NAME.test(f.global ?? ""));
  if (named || (result.end === "stop" && result.protocol > 0)) return true;
  // An envelope of the first protocol around what may be one.
  if (result.end === "stop" && candidates(machine).next().done !== true) return true;
  return result.end === "stop" && result.recognised && result.next + skipPadding(machine, result.next) >= source.length;
}
