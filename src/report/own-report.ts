/**
 * An artifact's own line, from what its job came to. Verdicts are computed here again, from the findings, and `safe` also
 * needs an artifact to have been read to its end.
 */
import { VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import type { GuestArtifact, GuestFinding, Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import type { JobOutcome } from "../host/types.js";
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
    this.add(artifactReport(raw, { path: "", sha256: null }).verdict);
    this.keep(raw);
  };

  protected add(verdict: Verdict): void {
    this.count++;
    this.counts.set(verdict, (this.counts.get(verdict) ?? 0) + 1);
  }

  protected keep(_raw: GuestArtifact): void {
    // Here a verdict is all that is wanted of a member.
  }
}

/** The first member of the worst verdict too. */
export class WorstMember extends MemberVerdicts {
  worst: ArtifactReport | null = null;

  protected override keep(raw: GuestArtifact): void {
    const one = artifactReport(raw, { path: "", sha256: null });
    const isWorse = this.worst === null || worstOf([this.worst.verdict, one.verdict]) !== this.worst.verdict;
    if (one.verdict !== "safe" && isWorse) this.worst = one;
  }
}

/** The verdicts that are counted, the worst first. */
export const entriesOf = (counts: VerdictCounts = {}): (readonly [Verdict, number])[] =>
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
