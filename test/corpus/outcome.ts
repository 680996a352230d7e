/**
 * What became of a real file, and whether that is as it should be: a file that names only Python's own packages,
 * numpy, scipy, pandas, joblib and sklearn must be safe and convert, unless it is damaged or a name of it is refused
 * on purpose.
 */
import type { ArtifactReport } from "../../src/report/scan-report.js";

export interface Outcome {
  readonly name: string;
  /** The artifact's own line. */
  readonly report: ArtifactReport;
  /** The optional family that was switched on for it, if any. */
  readonly family: string | null;
  readonly converted: boolean;
}

/** Roots of the modules that are read; xgboost and lightgbm only with their switch. */
const READ =
  /^(?:numpy|scipy|pandas|sklearn|joblib|builtins|collections|copyreg|datetime|functools|_codecs|_loss|decimal|fractions|uuid)\./;

/** Names below these roots that are refused on purpose. */
const REFUSED = new Set(["builtins.getattr", "builtins.len", "builtins.sum", "builtins.object"]);

const isNote = (code: string): boolean => code.startsWith("note.");

/** Names of foreign libraries and of the user's own code among a report's findings. */
export function foreignNames(report: ArtifactReport): string[] {
  const names = report.findings.filter((f) => !isNote(f.code)).map((f) => f.global ?? "");
  return [...new Set(names.filter((name) => name !== "" && (!READ.test(name) || REFUSED.has(name))))];
}

/** True when the file should have been read: neither a foreign name nor damage keeps it. */
export function isGap({ report, converted }: Outcome): boolean {
  if (report.verdict === "safe") return !converted;
  return report.verdict === "unlisted" && foreignNames(report).length === 0;
}

/** The first finding that decided, as a sentence. */
export function reasonOf({ report, converted }: Outcome): string {
  const worst = report.findings.find((f) => !isNote(f.code));
  if (worst === undefined) return converted ? "" : "safe, but it was not converted";
  return `${worst.message} [${worst.code} at byte ${worst.offset}]`;
}
