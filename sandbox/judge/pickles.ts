/**
 * All pickles of a decoded source, one after the other: the first is the artifact's value, further ones are judged like
 * it. What follows the last is zero bytes or blanks (a note), or bytes that are no pickle (malformed).
 *
 * Refusals that were found in what turned out to be no pickle still count: a payload before a broken opcode is a payload.
 */
import type { Source } from "../container/source.js";
import { CODES, type FindingCode } from "../finding/codes.js";
import { Findings } from "../finding/findings.js";
import { type Machine, machineFor, type Reading, runStream, type StreamResult } from "../machine/index.js";
import { type Handle, NOTHING } from "../tape/handle.js";
import type { JobOptions, Limits } from "../wire/job.js";
import type { PolicyTable } from "../wire/policy.js";

export interface PickleInput {
  readonly source: Source;
  readonly policy: PolicyTable;
  readonly limits: Limits;
  readonly options: JobOptions;
  readonly findings: Findings;
  readonly reading: Reading;
}

/** What was read of a content: pickles, or an array of an npy file. */
export interface ContentRead {
  readonly kind: "pickle" | "joblib" | "numpy";
  readonly machine: Machine;
  /** Values at the STOPs that were reached, in order. */
  readonly roots: readonly Handle[];
  /** Protocol of the first. */
  readonly protocol: number | null;
  /** The bytes are a pickle: PROTO stands first, something was named, or a STOP was reached. */
  readonly recognised: boolean;
  /** Offset up to which every byte was looked at. */
  readonly readTo: number;
}

export function readPickles(input: PickleInput, companions: Machine["companions"] = null): ContentRead {
  const machine = machineFor(input);
  machine.companions = companions;
  const first = runStream(machine);
  const roots: Handle[] = first.end === "stop" ? [first.root] : [];
  const recognised = first.recognised || first.end === "stop";
  let readTo = first.next;
  if (first.end === "stop") readTo = readRest(input, machine, roots, first.next);
  return { kind: machine.wrapperModule === null ? "pickle" : "joblib", machine, roots, protocol: first.protocol, recognised, readTo };
}

/** Further pickles and padding from `offset`; returns how far the bytes were understood. */
function readRest(input: PickleInput, machine: Machine, roots: Handle[], offset: number): number {
  let at = offset;
  for (;;) {
    const padding = skipPadding(machine, at);
    if (padding > 0 && input.source.fault === null) input.findings.add("note.padding", { offset: at }, { bytes: padding });
    at += padding;
    machine.cursor.seek(at);
    if (!machine.cursor.need(1)) break;
    const next = tryPickle(input, machine, at);
    if (next === null) return at;
    roots.push(next.root);
    at = next.next;
  }
  if (roots.length > 1) input.findings.add("note.second-stream", { offset }, { streams: roots.length });
  return at;
}

const isPadding = (byte: number): boolean => byte === 0 || byte === 10 || byte === 13 || byte === 32 || byte === 9;

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
  input.findings.addAll(
    own.list().filter((f) => CODES[f.code as FindingCode].verdict === "dangerous" || CODES[f.code as FindingCode].verdict === "unlisted"),
  );
  const size = input.source.length;
  const bytes = size < 0 ? 1 : size - offset;
  input.findings.add(input.options.allowTrailing ? "note.trailing" : "stream.trailing", { offset }, { bytes });
  return null;
}

/** The value to convert, NOTHING when the file has not so many pickles. */
export function chosenRoot(read: ContentRead, index: number): Handle {
  return read.roots[index] ?? NOTHING;
}
