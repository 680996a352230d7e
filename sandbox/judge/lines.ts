/**
 * The report as it is sent: a line a member as soon as that member was judged with all that is in it, the artifact's own line last. Nothing is
 * kept but what the artifact's own line needs to know of the others.
 *
 * A line is at most a megabyte and all lines together are at most 64; what does not fit is counted.
 */
import { type Findings, worse } from "../finding/findings.js";
import { bare, fitted } from "../finding/fit.js";
import type { ContentKind } from "../wire/content-kind.js";
import { CHANNEL, type Hooks } from "../wire/hooks.js";
import type { GuestArtifact, GuestReport, Verdict } from "../wire/job.js";
import { emitText } from "./emitter.js";

/** Characters of a line. */
const LINE = 1_000_000;
/** Characters of all lines; behind `FULL` of them a line is bare, so that the others have one as well. */
const ALL = 64_000_000;
const FULL = 48_000_000;
/** Longest name that is told: a zip's may have 65,535 bytes, and they add up in archives within archives. */
const NAME = 4000;

const print = (line: GuestArtifact): string => JSON.stringify(line);
const cutName = (name: string): string => (name.length > NAME ? `${name.slice(0, NAME)}…` : name);

/** What a line's findings demand, and what is in it. */
const verdictOf = ({ bytes, readTo, inside = "safe" }: GuestArtifact, worst: Verdict): Verdict =>
  worse(worst === "safe" && readTo !== bytes ? "malformed" : worst, inside);

export class ReportLines {
  readonly #hooks: Hooks;
  #sent = 0;
  readonly #omitted: Partial<Record<Verdict, number>> = {};
  /** Members that are no artifacts, by kind. */
  readonly #skipped = new Map<ContentKind, number>();
  /** What the findings of members demand. */
  readonly verdicts = new Set<Verdict>();

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  /** Sends a member's line, or counts it; returns its verdict. */
  member(artifact: GuestArtifact, findings: Findings): Verdict {
    for (const verdict of findings.verdicts()) this.verdicts.add(verdict);
    const line = artifact.member === undefined ? artifact : { ...artifact, member: cutName(artifact.member) };
    const text = this.#sent < FULL ? fitted(line, Math.min(LINE, FULL - this.#sent), print).text : print(bare(line));
    const verdict = verdictOf(artifact, findings.worst());
    if (this.#sent + text.length > ALL - LINE) this.#omitted[verdict] = (this.#omitted[verdict] ?? 0) + 1;
    else {
      this.#sent += text.length;
      emitText(this.#hooks, CHANNEL.report, `${text}\n`);
    }
    return verdict;
  }

  /** Counts a member that is no artifact. */
  skip(kind: ContentKind): void {
    this.#skipped.set(kind, (this.#skipped.get(kind) ?? 0) + 1);
  }

  /** Sends the artifact's own line, and with it the end of the report. */
  end(artifact: GuestArtifact, rest: Pick<GuestReport, "facts" | "converted" | "tensors" | "skipped">): void {
    const artifacts = [fitted(artifact, LINE, print).line];
    const skipped = this.#skipped.size === 0 ? {} : { skippedMembers: Object.fromEntries(this.#skipped) };
    const more = Object.keys(this.#omitted).length === 0 ? {} : { moreMembers: this.#omitted };
    emitText(this.#hooks, CHANNEL.report, JSON.stringify({ artifacts, ...more, ...skipped, ...rest } satisfies GuestReport));
  }
}
