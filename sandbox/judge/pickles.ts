/**
 * All pickles of a decoded source, one after the other: the first is the artifact's value, further ones are judged like
 * it. What follows the last is zero bytes or blanks (a note), or bytes that are no pickle (malformed).
 *
 * Refusals that were found in what turned out to be no pickle still count: a payload before a broken opcode is a payload.
 */
import { BLANK, NEWLINE, RETURN, TAB } from "../bytes/ascii.js";
import { bytesFrom } from "../container/decoded.js";
import type { Source } from "../container/source.js";
import { CODES, isFindingCode } from "../finding/codes.js";
import { Findings } from "../finding/findings.js";
import { type Machine, machineFor, type Probe, type Reading, runStream, type StreamResult, type TorchStorages } from "../machine/index.js";
import type { Policy } from "../machine/policy.js";
import { type Handle, NOTHING } from "../tape/handle.js";
import type { GuestFinding, JobOptions, Limits } from "../wire/job.js";

export interface PickleInput {
  readonly source: Source;
  readonly policy: Policy;
  readonly limits: Limits;
  readonly options: JobOptions;
  readonly findings: Findings;
  readonly reading: Reading;
  readonly probe?: Probe;
}

/** What was read of a content: pickles, an array of an npy file, the value of a skops file. */
export interface ContentRead {
  readonly kind: "pickle" | "joblib" | "numpy" | "skops" | "torch";
  readonly machine: Machine;
  /** Values at the STOPs that were reached, in order. */
  readonly roots: readonly Handle[];
  /** Protocol of the first. */
  readonly protocol: number | null;
  /** The bytes are a pickle: PROTO stands first, something was named, or a STOP was reached. */
  readonly recognised: boolean;
  /** Offsets of the pickles whose STOP was reached. */
  readonly starts: readonly number[];
  /** Offset up to which every byte was looked at. */
  readonly readTo: number;
  /** What `inspect` lists where there are no instructions. */
  readonly listed?: () => Iterable<{ readonly offset: number; readonly opcode: string; readonly argument: string }>;
}

export function readPickles(
  input: PickleInput,
  companions: Machine["companions"] | null = null,
  torch: TorchStorages | null = null,
): ContentRead {
  const machine = machineFor(input);
  machine.torch = torch;
  if (input.options.deep) machine.tape.blobs = [];
  if (companions !== null) machine.companions = companions;
  const first = runStream(machine);
  const roots: Handle[] = first.end === "stop" ? [first.root] : [];
  const starts = [0];
  const recognised = first.recognised || first.end === "stop";
  let readTo = first.next;
  if (first.end === "stop") readTo = readRest(input, machine, { roots, starts }, first);
  return {
    kind: machine.wrapperModules.size === 0 ? "pickle" : "joblib",
    machine,
    roots,
    starts,
    protocol: first.protocol,
    recognised,
    readTo,
  };
}

/** What readers who skip the rest of the frame that STOP stands in find behind it. */
function behindFrame(input: PickleInput, machine: Machine, result: StreamResult): void {
  if (result.frameEnd <= result.next) return;
  machine.cursor.seek(result.frameEnd);
  if (machine.cursor.need(1)) tryPickle(input, machine, result.frameEnd);
}

/** Further pickles and padding behind the first; returns how far the bytes were understood. */
function readRest(
  input: PickleInput,
  machine: Machine,
  found: { readonly roots: Handle[]; readonly starts: number[] },
  first: StreamResult,
): number {
  behindFrame(input, machine, first);
  const { readTo, isPickles } = runFurther(input, machine, first.next, (root, start) => {
    found.roots.push(root);
    found.starts.push(start);
  });
  if (isPickles && found.roots.length > 1)
    input.findings.add("note.second-stream", { offset: first.next }, { streams: found.roots.length });
  return readTo;
}

/** Runs pickle behind pickle from `offset` to the end, or to what is none: `readTo` is how far the bytes were understood. */
export function runFurther(
  input: PickleInput,
  machine: Machine,
  offset: number,
  found: (root: Handle, start: number) => void,
): { readonly readTo: number; readonly isPickles: boolean } {
  let at = offset;
  for (;;) {
    const padding = skipPadding(machine, at);
    if (padding > 0 && input.source.fault === null) input.findings.add("note.padding", { offset: at }, { bytes: padding });
    at += padding;
    machine.cursor.seek(at);
    if (!machine.cursor.need(1)) return { readTo: at, isPickles: true };
    const next = tryPickle(input, machine, at);
    if (next === null) return { readTo: input.options.allowTrailing ? bytesFrom(input.source, 0) : at, isPickles: false };
    found(next.root, at);
    behindFrame(input, machine, next);
    at = next.next;
  }
}

const isPadding = (byte: number): boolean => byte === 0 || byte === NEWLINE || byte === RETURN || byte === BLANK || byte === TAB;

/** Counts zero bytes and blanks from `offset`, and stands behind them. */
export function skipPadding(machine: Machine, offset: number): number {
  const { cursor } = machine;
  cursor.seek(offset);
  let count = 0;
  while (cursor.need(1)) {
    if (!isPadding(cursor.bytes[cursor.pos] ?? 1)) break;
    cursor.pos++;
    count++;
  }
  return count;
}

/** Runs what may be a further pickle. Null when it is none: its refusals stay, its breakage becomes "trailing bytes". */
function tryPickle(input: PickleInput, machine: Machine, offset: number): StreamResult | null {
  const own = new Findings(input.limits.maxFindings);
  const result = machine.withFindings(own, () => {
    machine.cursor.seek(offset);
    return runStream(machine);
  });
  if (result.end === "stop") {
    input.findings.addAll(own.list());
    return result;
  }
  input.findings.addAll(own.list().filter((f) => isRefusal(f, result.protocol > 0) || isBudget(f)));
  const size = input.source.length;
  const bytes = size < 0 ? 1 : size - offset;
  input.findings.add(input.options.allowTrailing ? "note.trailing" : "stream.trailing", { offset }, { bytes });
  return null;
}

/** Refusals found in what turned out to be no pickle: of junk without PROTO only those that tell a name. */
export function isRefusal(finding: GuestFinding, hasProtocol: boolean): boolean {
  const verdict = isFindingCode(finding.code) ? CODES[finding.code].verdict : "safe";
  return verdict === "dangerous" || (verdict === "unlisted" && (hasProtocol || NAME.test(finding.global ?? "")));
}

/** A budget stopped a reading before its end: nobody knows what would have followed, whoever reads so. */
export function isBudget({ code, args }: GuestFinding): boolean {
  return (
    code === "limit.opcodes" ||
    code === "limit.nodes" ||
    code === "limit.work" ||
    code === "limit.streams" ||
    (code === "limit.memo" && args?.["option"] !== "")
  );
}

/** What counts of a reading that ended before its time: code that would run, and where nobody knows what would have followed. */
export const isTelling = (finding: GuestFinding): boolean =>
  isBudget(finding) || (isFindingCode(finding.code) && CODES[finding.code].verdict === "dangerous");

/** A dotted name such as a module and a class have. */
export const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+…?$/;

/** The value to convert, NOTHING when the file has not so many pickles. */
export function chosenRoot(read: ContentRead, index: number): Handle {
  return read.roots[index] ?? NOTHING;
}
