/**
 * What was found of one artifact: its own line, and those of its members, which may be tens of thousands: they come as
 * they are judged and wait in a temporary file until it is their turn.
 *
 * Verdicts are computed here again, from the findings, and `safe` also needs an artifact to have been read to its end.
 */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { GuestArtifact, GuestFinding, Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import type { JobOutcome } from "../host/types.js";
import { Spool } from "../output/spool.js";
import { type ArtifactReport, artifactReport, failedReport, worstOf } from "./scan-report.js";

export interface ArtifactFacts {
  readonly path: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly changed: boolean;
  /** What stands beside it says so. */
  readonly beside?: readonly GuestFinding[];
}

/** What the members of one artifact are. */
export class MemberVerdicts {
  readonly counts = new Map<Verdict, number>();
  count = 0;

  readonly take = (raw: GuestArtifact): void => {
    const { verdict } = artifactReport(raw, { path: "", sha256: null });
    this.count++;
    this.counts.set(verdict, (this.counts.get(verdict) ?? 0) + 1);
    this.keep(raw);
  };

  protected keep(_raw: GuestArtifact): void {
    // Here a verdict is all that is wanted of a member.
  }
}

/** The members of one artifact with their lines. */
export class Members extends MemberVerdicts {
  readonly #path: string;
  readonly #spool = new Spool();
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

  *[Symbol.iterator](): Generator<ArtifactReport> {
    // Our own words: each was checked before it was written down.
    const facts = { path: this.#path, sha256: null };
    for (const line of this.#spool.lines()) yield this.#mark(artifactReport(JSON.parse(line) as GuestArtifact, facts));
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

const entriesOf = (counts: VerdictCounts = {}): (readonly [Verdict, number])[] =>
  VERDICT_ORDER.flatMap((verdict) => (counts[verdict] === undefined ? [] : [[verdict, counts[verdict]] as const]));

/** An outcome's own line. A wall that was hit is a finding of the artifact; what its members are stays true. */
export function ownReport(outcome: JobOutcome, facts: ArtifactFacts, members: MemberVerdicts): ArtifactReport {
  const extra: GuestFinding[] = [];
  if (outcome.wall !== null) extra.push({ code: outcome.wall.code, offset: 0, args: outcome.wall.args });
  extra.push(...(facts.beside ?? []));
  if (facts.changed) extra.push({ code: "input.changed", offset: 0 });
  const own = lineOf(outcome, facts, extra);
  const more = entriesOf(own.moreMembers).map(([verdict]) => verdict);
  return { ...own, verdict: worstOf([own.verdict, ...members.counts.keys(), ...more]) };
}

function lineOf({ report }: JobOutcome, facts: ArtifactFacts, extra: readonly GuestFinding[]): ArtifactReport {
  const { path, sha256, bytes } = facts;
  const first = report?.artifacts[0];
  if (first === undefined)
    return failedReport(path, extra[0] ?? { code: "limit.crash", offset: 0, args: { why: "no report" } }, {
      ...(sha256 === null ? {} : { sha256 }),
      bytes,
    });
  const own = artifactReport({ ...first, findings: [...extra, ...first.findings] }, facts);
  return report?.moreMembers === undefined ? own : { ...own, moreMembers: report.moreMembers };
}
