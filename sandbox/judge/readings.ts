/**
 * Side readings: the same bytes as other loaders would read them. joblib skips an array's bytes, `pickle.load` runs
 * them; joblib before 1.2 knew no padding; each joblib skips the bytes of its own wrappers only; a nested stream ends
 * behind its STOP or behind its frame; any loader that is given an archive's bytes begins at offset 0.
 *
 * A side reading only tells of code: refused names that could be real ones, calls and BUILDs on something with a name.
 * What asks the loading program (PERSID, EXT) ends it silently, and so does what is malformed (an object array's own
 * PROTO, for one: from there on memo numbers mean other things), but for names that are known to be dangerous. What
 * a budget stops is told: code may follow.
 */
import type { Source } from "../container/source.js";
import { CODES, isFindingCode } from "../finding/codes.js";
import { Findings } from "../finding/findings.js";
import { type Machine, machineFor, type Reading, runStream, type Variant } from "../machine/index.js";
import type { GuestFinding } from "../wire/job.js";
import { type ContentRead, isBudget, NAME, type PickleInput } from "./pickles.js";

/** Who reads so. */
const READERS: Readonly<Record<Reading, string>> = {
  joblib: "joblib 1.2 or later",
  "joblib-old": "joblib before 1.2",
  pickle: "pickle.load",
};

const PLAIN: Variant = { takes: null, behindStop: false };

const isCode = (finding: GuestFinding): boolean =>
  /^(?:global|call|build|reference|native)\./.test(finding.code) && NAME.test(finding.global ?? "") && !isWrapper(finding);

/** What junk does to the wrapper that stands on the stack: an inert object to whoever reads so. */
const isWrapper = ({ code, global }: GuestFinding): boolean => code.startsWith("build.") && /NumpyArrayWrapper$/.test(global ?? "");

const endsReading = (finding: GuestFinding): boolean => finding.code === "opcode.persistent-id" || finding.code === "opcode.extension";

/** One more way to read a source. */
interface Side {
  readonly source: Source;
  readonly reading: Reading;
  readonly variant: Variant;
  /** Offsets of the pickles in it. */
  readonly starts: readonly number[];
}

/** Runs one more reading of a source and adds what it finds. */
function sideReading(input: PickleInput, side: Side): void {
  const machine = machineFor({ ...input, ...side, findings: new Findings(input.limits.maxFindings) });
  for (const start of side.starts) tell(input, READERS[side.reading], runFrom(input, machine, start));
}

function runFrom(input: PickleInput, machine: Machine, start: number): readonly GuestFinding[] {
  const own = new Findings(input.limits.maxFindings);
  machine.withFindings(own, () => {
    machine.cursor.seek(start);
    runStream(machine);
  });
  return own.list();
}

/** The findings of code among those of a reading, up to where it ends. */
function tell(input: PickleInput, reader: string, found: readonly GuestFinding[]): void {
  let broken = false;
  for (const finding of found) {
    if (endsReading(finding)) return;
    if (!isFindingCode(finding.code)) continue;
    if (isBudget(finding) && !input.findings.list().some(isBudget)) input.findings.addAll([finding]);
    const { verdict } = CODES[finding.code];
    broken ||= verdict === "malformed" || verdict === "limit";
    if (!isCode(finding) || (broken && verdict !== "dangerous")) continue;
    const place = {
      offset: finding.offset,
      ...(finding.opcode === undefined ? {} : { opcode: finding.opcode }),
      ...(finding.global === undefined ? {} : { global: finding.global }),
    };
    input.findings.add("joblib.dual-reading", place, { reading: reader });
    if (verdict === "dangerous")
      input.findings.add("joblib.dual-reading-dangerous", place, { reading: reader, why: finding.args?.["why"] ?? "" });
  }
}

/** The other readings of pickles with joblib's wrappers. */
export function judgeOtherReadings(input: PickleInput, read: ContentRead): void {
  const { machine, starts } = read;
  const { source } = input;
  const modules = [...machine.wrapperModules];
  for (const reading of ["joblib", "joblib-old"] as const) {
    for (const takes of modules) {
      for (const behindStop of machine.stopInFrame ? [false, true] : [false]) {
        const own = reading === input.reading && takes === modules[0] && !behindStop;
        if (!own) sideReading(input, { source, reading, variant: { takes, behindStop }, starts });
      }
    }
  }
  if (input.reading !== "pickle") sideReading(input, { source, reading: "pickle", variant: PLAIN, starts });
}

/** Bytes that are a container for one loader and a pickle from offset 0 for another. */
export function judgeAsPickle(input: PickleInput, source: Source): void {
  sideReading(input, { source, reading: "pickle", variant: PLAIN, starts: [0] });
}
