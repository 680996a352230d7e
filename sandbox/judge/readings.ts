/**
 * Side readings: the same bytes as other loaders would read them. joblib skips an array's bytes, `pickle.load` runs
 * them; joblib before 1.2 knew no padding; any loader that is given an archive's bytes begins at offset 0.
 *
 * A side reading only tells of code: refused names that could be real ones, calls and BUILDs on something with a name.
 * What asks the loading program (PERSID, EXT) ends it silently, and so does what is malformed (an object array's own
 * PROTO, for one: from there on memo numbers mean other things), but for names that are known to be dangerous.
 */
import type { Source } from "../container/source.js";
import { CODES, isFindingCode } from "../finding/codes.js";
import { Findings } from "../finding/findings.js";
import { machineFor, type Reading, runStream } from "../machine/index.js";
import type { GuestFinding } from "../wire/job.js";
import type { PickleInput } from "./pickles.js";

/** Who reads so. */
const READERS: Readonly<Record<Reading, string>> = {
  joblib: "joblib 1.2 or later",
  "joblib-old": "joblib before 1.2",
  pickle: "pickle.load",
};
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)+…?$/;

const isCode = (finding: GuestFinding): boolean =>
  /^(?:global|call|build|native)\./.test(finding.code) && IDENTIFIER.test(finding.global ?? "");
const endsReading = (finding: GuestFinding): boolean => finding.code === "opcode.persistent-id" || finding.code === "opcode.extension";

/** Runs one more reading of a source and adds what it finds. */
function sideReading(input: PickleInput, source: Source, reading: Reading): void {
  const own = new Findings(input.limits.maxFindings);
  runStream(machineFor({ ...input, source, reading, findings: own }));
  let broken = false;
  for (const finding of own.list()) {
    if (endsReading(finding)) return;
    if (!isFindingCode(finding.code)) continue;
    const { verdict } = CODES[finding.code];
    broken ||= verdict === "malformed" || verdict === "limit";
    const dangerous = verdict === "dangerous";
    if (!isCode(finding) || (broken && !dangerous)) continue;
    const place = {
      offset: finding.offset,
      ...(finding.opcode === undefined ? {} : { opcode: finding.opcode }),
      ...(finding.global === undefined ? {} : { global: finding.global }),
    };
    const reader = READERS[reading];
    if (dangerous) input.findings.add("joblib.dual-reading-dangerous", place, { reading: reader, why: finding.args?.["why"] ?? "" });
    else input.findings.add("joblib.dual-reading", place, { reading: reader });
  }
}

/** The other readings of pickles with joblib's wrappers. */
export function judgeOtherReadings(input: PickleInput): void {
  for (const reading of ["joblib", "joblib-old", "pickle"] as const)
    if (reading !== input.reading) sideReading(input, input.source, reading);
}

/** Stored bytes that are a container for one loader and a pickle from offset 0 for another. */
export function judgeAsPickle(input: PickleInput, stored: Source): void {
  sideReading(input, stored, "pickle");
}
