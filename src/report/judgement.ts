/**
 * What was found of one artifact: its own line, and those of its members, which may be tens of thousands: they come as
 * they are judged and wait in a temporary file until it is their turn.
 *
 * Verdicts are computed here again, from the findings, and `safe` also needs an artifact to have been read to its end.
 */
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { GuestArtifact, Verdict } from "../../sandbox/wire/job.js";
import { Spool } from "../output/spool.js";
import { entriesOf, MemberVerdicts } from "./own-report.js";
import { type ArtifactReport, artifactReport } from "./scan-report.js";

/** The members of one artifact with their lines. */
export class Members extends MemberVerdicts {
  readonly #path: string;
  readonly #spool = new Spool();
  /** Its lines are whole reports, and nothing that a guest said. */
  #isTold = false;
  #mark: (line: ArtifactReport) => ArtifactReport = (line) => line;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  protected override keep(raw: GuestArtifact): void {
    this.#spool.write(`${JSON.stringify(raw)}\n`);
  }

  /** Bytes of their lines as they came. */
  get length(): number {
    return this.#spool.length;
  }

  /** Takes the line of a member that another process judged, and that was checked. */
  told(line: ArtifactReport): void {
    this.#isTold = true;
    this.add(line.verdict);
    this.#spool.write(`${JSON.stringify(line)}\n`);
  }

  *[Symbol.iterator](): Generator<ArtifactReport> {
    for (const line of this.#spool.lines()) yield this.#mark(this.#report(line));
  }

  /** Our own words: each was checked before it was written down. */
  #report(line: string): ArtifactReport {
    if (this.#isTold) return JSON.parse(line) as ArtifactReport;
    return artifactReport(JSON.parse(line) as GuestArtifact, { path: this.#path, sha256: null });
  }

  /** Lines as they came. */
  raw(): Generator<string> {
    return this.#spool.lines();
  }

  /** Lines are given with what `mark` makes of them. */
  markWith(mark: (line: ArtifactReport) => ArtifactReport): void {
    this.#mark = mark;
  }

  close(): void {
    this.#spool.close();
  }
}

/** How many of each kind that are no artifacts. */
export type KindCounts = Readonly<Partial<Record<ContentKind, number>>>;

/**
 * An artifact that was judged. Iterating gives its own line first, then its members'.
 * @see scanAll
 */
export class Judgement {
  readonly own: ArtifactReport;
  readonly members: Members | null;
  /** Members that are no artifacts, by kind. */
  readonly skippedMembers: KindCounts;

  constructor(own: ArtifactReport, members: Members | null = null, skippedMembers: KindCounts = {}) {
    this.own = own;
    this.members = members;
    this.skippedMembers = skippedMembers;
  }

  /** Verdicts of all of it, of members without a line as well. */
  *verdicts(): Generator<readonly [Verdict, number]> {
    yield [this.own.verdict, 1];
    yield* this.members?.counts ?? [];
    yield* entriesOf(this.own.moreMembers);
  }

  *[Symbol.iterator](): Generator<ArtifactReport> {
    yield this.own;
    yield* this.members ?? [];
  }

  close(): void {
    this.members?.close();
  }
}
