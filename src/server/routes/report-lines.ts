/**
 * The report of several uploads on its way out. Archives have thousands of members each, so lines wait in a temporary file
 * until all are there (the summary comes first), and go out piece by piece.
 */
import { Readable } from "node:stream";
import { type ArtifactReport, VERSION } from "../../index.js";
import { Spool } from "../../output/spool.js";
import { summaryOf } from "../../report/summary.js";

/** Pieces of a temporary file on their way out; it goes with the last of them, or when nobody wants them any more. */
export function* piecesOf(spool: Spool): Generator<Uint8Array> {
  try {
    // A piece is good until the next one is asked for, and whoever sends it asks before it is gone.
    for (const piece of spool.pieces()) yield Buffer.from(piece);
  } finally {
    spool.close();
  }
}

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
      yield* piecesOf(this.#spool);
      yield Buffer.from('],"skipped":[]}');
    } finally {
      this.close();
    }
  }

  close(): void {
    this.#spool.close();
  }
}

/** Results of work on each, in their order, `width` at a time; none goes on behind a failure. */
export async function* inTurn<T, R>(all: readonly T[], width: number, work: (one: T) => Promise<R>): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for (const one of all) {
      const begun = work(one);
      begun.catch(() => undefined);
      running.push(begun);
      const [first] = running;
      if (running.length < width || first === undefined) continue;
      yield await first;
      running.shift();
    }
    for (const rest of running.splice(0)) yield await rest;
  } finally {
    await Promise.allSettled(running);
  }
}
