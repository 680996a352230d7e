/**
 * The report of several uploads on its way out. Archives have thousands of members each, so lines wait in a temporary file
 * until all are there (the summary comes first), and go out piece by piece.
 */
import { Readable } from "node:stream";
import { type ArtifactReport, VERSION } from "../../index.js";
import { Spool } from "../../output/spool.js";
import { summaryOf } from "../../report/summary.js";

/** Verdicts are all that a summary is made of. */
type Line = Pick<ArtifactReport, "verdict">;

export class ReportLines {
  readonly #spool = new Spool();
  readonly #lines: Line[] = [];

  add(artifacts: readonly ArtifactReport[]): void {
    for (const artifact of artifacts) {
      this.#spool.write(`${this.#lines.length === 0 ? "" : ","}${JSON.stringify(artifact)}`);
      this.#lines.push({ verdict: artifact.verdict });
    }
  }

  /** The same bytes as `reportOf` in JSON; the temporary file goes with the last of them, or when nobody wants them any more. */
  stream(): Readable {
    return Readable.from(this.#pieces());
  }

  *#pieces(): Generator<Uint8Array> {
    try {
      const start = { version: 1, tool: { name: "cornichon", version: VERSION }, summary: summaryOf(this.#lines) };
      yield Buffer.from(`${JSON.stringify(start).slice(0, -1)},"artifacts":[`);
      // A piece is good until the next one is asked for, and whoever sends it asks before it is gone.
      for (const piece of this.#spool.pieces()) yield Buffer.from(piece);
      yield Buffer.from('],"skipped":[]}');
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#spool.close();
  }
}
