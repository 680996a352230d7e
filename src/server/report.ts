/** A report of a few artifacts as `scan --format json` writes it. */
import { type ArtifactReport, VERSION } from "../index.js";
import { summaryOf } from "../report/summary.js";

export const reportOf = (artifacts: readonly ArtifactReport[]): object => ({
  version: 1,
  tool: { name: "cornichon", version: VERSION },
  summary: summaryOf(artifacts),
  artifacts,
  skipped: [],
});
