/**
 * What our machine must have in common with CPython's unpicklers, told as differences:
 *
 * - `hidden`: an unpickler resolved or called a name that we did not see. The worst there is.
 * - `accepted`: our verdict under the real policy would be `safe`, but an unpickler fails, or the two differ.
 * - `value`: we and an unpickler both came to an end without a fault, with different values.
 * - `refused`: all unpicklers load the same value, we say malformed or stop. Allowed with a reason in `differences.json`.
 * - `torn`: our own two runs (fast loop, one byte at a time) disagree.
 *
 * The C unpickler over an object without `peek` is only asked about `accepted`: where it differs, a fault is told.
 * A reading that only refuses (`unlisted`) may be more lenient than Python: the verdict is not `safe` either way.
 */
import { readFileSync } from "node:fs";
import { shown } from "../../sandbox/finding/findings.js";
import { policyOf } from "../support/policy.js";
import { isAscii, renamed } from "./graph.js";
import { faults, type OurOutcome, runOurs, TrickleSource, verdictOf } from "./ours.js";
import type { PythonAnswer, PythonOutcome } from "./python.js";

export type DifferenceKind = "hidden" | "accepted" | "value" | "refused" | "torn";

export interface Difference {
  readonly kind: DifferenceKind;
  readonly text: string;
}

/** Where we refuse what every Python loads: a finding's code and its `why`, with the reason. */
const LISTED: readonly { readonly code: string; readonly why?: string; readonly reason: string }[] = JSON.parse(
  readFileSync(new URL("differences.json", import.meta.url), "utf8"),
);

const policy = policyOf();

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Our side of a comparison: computed once, compared with many interpreters. */
class Ours {
  readonly program: Uint8Array;
  readonly strict: OurOutcome;
  readonly safe: boolean;

  constructor(program: Uint8Array) {
    this.program = program;
    this.strict = runOurs(program);
    this.safe = runOurs(program, policy).findings.every((f) => verdictOf(f) === "safe");
  }
}

/** Differences between our reading of a program and the answers of interpreters. Null: an interpreter died of it. */
export function compare(program: Uint8Array, answers: readonly (PythonAnswer | null)[]): Difference[] {
  const ours = new Ours(program);
  const slow = runOurs(program, undefined, new TrickleSource(program));
  const torn: Difference[] = sameRuns(ours.strict, slow) ? [] : [{ kind: "torn", text: tornText(ours.strict, slow) }];
  return [...torn, ...answers.flatMap((answer) => (answer === null ? [] : compareWith(ours, answer)))];
}

function compareWith(ours: Ours, answer: PythonAnswer): Difference[] {
  const { c, py, peekless } = answer;
  const hidden = Object.entries({ c, py }).flatMap(([reader, outcome]) => unseen(ours.program, ours.strict, reader, outcome));
  const found: Difference[] = hidden.map((text) => ({ kind: "hidden", text }));
  const loaded = c.error === null && py.error === null && same(c.graph, py.graph) && same(c.graph, peekless.graph);
  if (ours.safe && !loaded) found.push({ kind: "accepted", text: `c: ${brief(c)}, py: ${brief(py)}, peekless: ${brief(peekless)}` });
  return loaded ? [...found, ...compareLoaded(ours.strict, c)] : found;
}

/** Names over this many characters are never listed, and kept in part. */
const LONGEST_NAME = 512;

/** A graph with overlong names cut, as we keep them. */
const withShortNames = (graph: PythonOutcome["graph"]): PythonOutcome["graph"] =>
  graph?.map((row) => row.map((word) => (word.startsWith("g") ? word.slice(0, LONGEST_NAME) : word))) ?? null;

/** What every unpickler loads: we load the same, or say a fault that is listed. */
function compareLoaded(ours: OurOutcome, c: PythonOutcome): Difference[] {
  const bad = faults(ours);
  const unlisted = bad.filter((f) => !LISTED.some((row) => row.code === f.code && (row.why === undefined || row.why === f.args?.["why"])));
  if (unlisted.length > 0)
    return [{ kind: "refused", text: unlisted.map((f) => `${f.code} ${f.args?.["why"] ?? ""} at ${f.offset}`).join(", ") }];
  // A view of a buffer is refused as such.
  if (bad.length > 0 || ours.findings.some((f) => f.code === "opcode.readonly-buffer")) return [];
  if (ours.end !== "stop") return [{ kind: "refused", text: "the stream ended without a fault" }];
  if (!same(withShortNames(ours.graph), withShortNames(c.graph)))
    return [{ kind: "value", text: `${JSON.stringify(ours.graph)} and ${JSON.stringify(c.graph)}` }];
  return ours.next === c.next ? [] : [{ kind: "value", text: `ends at ${ours.next}, for Python at ${c.next}` }];
}

/** Names that an unpickler resolved or called and we did not. */
function unseen(program: Uint8Array, ours: OurOutcome, reader: string, outcome: PythonOutcome): string[] {
  // The C unpickler does not tell whether it renamed.
  const key = (module: string, name: string): string => (reader === "c" ? renamed(module, name) : `${module} ${name}`);
  const seen = new Set(ours.globals.map((g) => key(g.module, g.name)));
  const called = new Set(ours.globals.filter((g) => g.use !== "reference").map((g) => key(g.module, g.name)));
  const missing = (names: PythonOutcome["names"], known: ReadonlySet<string>, what: string): string[] =>
    names
      .filter(
        ([module, name]) =>
          isAscii(module + name) && module !== "" && !known.has(key(shown(module), shown(name))) && !cutOff(program, module, name),
      )
      .map((n) => `${reader} ${what} ${n.join(" ")}`);
  return [...missing(outcome.names, seen, "resolves"), ...missing(outcome.calls, called, "calls")];
}

/**
 * The pure unpickler takes the last byte of an unfinished line for its newline: such a name ends the file. It is told when
 * it is dangerous, not listed among the globals.
 */
function cutOff(program: Uint8Array, module: string, name: string): boolean {
  const end = Buffer.from(program.subarray(Math.max(0, program.length - 400))).toString("latin1");
  const line = end.endsWith("\n") ? end : end.slice(0, -1);
  return line.endsWith(name === "" ? module : `${module}\n${name}`) || (name === "" && line.endsWith(`${module}\n`));
}

const brief = (outcome: PythonOutcome): string =>
  outcome.error === null ? JSON.stringify(outcome.graph).slice(0, 300) : `${outcome.error} ${outcome.why}`;

/** Truncation says how much is missing, which only a source that knows its length can. */
const untold = (outcome: OurOutcome): unknown => ({
  ...outcome,
  findings: outcome.findings.map((f) => (f.args?.["missing"] === undefined && f.args?.["limit"] === undefined ? f : { ...f, args: {} })),
});
const sameRuns = (a: OurOutcome, b: OurOutcome): boolean => same(untold(a), untold(b));
const tornText = (a: OurOutcome, b: OurOutcome): string =>
  `${JSON.stringify(untold(a))}\n  and ${JSON.stringify(untold(b))}`.slice(0, 3000);
