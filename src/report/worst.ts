/** Which of an artifact's findings is told where there is room for one. */
import { isNote, SEVERITY_ORDER } from "../../sandbox/finding/codes.js";
import type { Finding } from "./scan-report.js";

export { isNote };

/** Findings by their severity, the gravest first, then by where they stand. */
export const byGravity = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => SEVERITY_ORDER.indexOf(a.severity) - SEVERITY_ORDER.indexOf(b.severity) || a.offset - b.offset);

/**
 * The finding that explains most: the gravest, but what is no artifact at all is told as such. Undefined when there are
 * none but notes.
 */
export function worstFinding(findings: readonly Finding[]): Finding | undefined {
  const bad = byGravity(findings.filter((one) => !isNote(one)));
  return bad.find((one) => one.code === "artifact.unrecognised") ?? bad[0];
}
