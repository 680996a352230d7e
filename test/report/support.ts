/** Judgements made by hand, and reports of them as they are written. */
import type { GuestArtifact, GuestFinding } from "../../sandbox/wire/job.js";
import { Judgement, Members } from "../../src/report/judgement.js";
import { Places } from "../../src/report/places.js";
import { type ArtifactReport, artifactReport, failedReport, worstOf } from "../../src/report/scan-report.js";
import { Counts, type Summary } from "../../src/report/summary.js";
import { type ReportFormat, ReportWriter } from "../../src/report/writer.js";

const many = (i: number): GuestFinding => ({ code: "global.unlisted", offset: i, opcode: "GLOBAL", global: `${"m".repeat(180)}.x${i}` });

export const raw = (name: string, findings: number | readonly GuestFinding[], other: Partial<GuestArtifact> = {}): GuestArtifact => ({
  ...(name === "" ? {} : { member: name }),
  kind: "pickle",
  encodings: [],
  protocol: 4,
  root: null,
  globals: [],
  versions: {},
  findings: typeof findings === "number" ? Array.from({ length: findings }, (_, i) => many(i)) : findings,
  moreFindings: 0,
  bytes: 10,
  readTo: 10,
  ...other,
});

/** An artifact with so many members, each with so many findings. */
export function judgement(path: string, members: number, findings: number, name = (i: number): string => `${i}.pkl`): Judgement {
  return holding(
    raw("", findings),
    path,
    Array.from({ length: members }, (_, i) => raw(name(i), findings)),
  );
}

/** An artifact and its members. */
export function holding(own: GuestArtifact, path: string, members: readonly GuestArtifact[] = [], sha256: string | null = null): Judgement {
  const all = new Members(path);
  for (const member of members) all.take(member);
  const line: ArtifactReport = artifactReport(own, { path, sha256 });
  return new Judgement({ ...line, verdict: worstOf([line.verdict, ...all.counts.keys()]) }, all);
}

export const unreadable = (path: string): Judgement =>
  new Judgement(failedReport(path, { code: "artifact.unreadable", offset: 0, args: { why: "permission denied" } }));

export interface Written {
  readonly text: string;
  readonly pieces: readonly string[];
  readonly longest: number;
}

interface Asked {
  readonly places?: Places;
  readonly exitCode?: number;
  /** What the summary says otherwise than what was counted. */
  readonly summary?: Partial<Summary>;
}

export function written(format: ReportFormat, all: readonly Judgement[], { places, exitCode, summary }: Asked = {}): Written {
  const pieces: string[] = [];
  const target = {
    data: (text: string | Uint8Array) => void pieces.push(typeof text === "string" ? text : new TextDecoder().decode(text)),
  };
  const writer = new ReportWriter(format, target, null, places ?? new Places("/nowhere"));
  const counts = new Counts();
  for (const one of all) {
    counts.add(one);
    writer.add(one);
  }
  const longest = Math.max(...pieces.map((piece) => piece.length), 0);
  writer.end({ ...counts.summary(), ...summary }, exitCode ?? null);
  writer.close();
  return { text: pieces.join(""), pieces, longest };
}

/** Characters that a terminal, a page or a table would obey, and what ends a cell, a tag, a command or a span. */
export const HOSTILE =
  "a|b`c``</script><img src=x onerror=alert(1)>\n::error::x%0A\r\x1b[31m\u202e@team #1 https://evil.example $x$ \\| \ud800 \uffff&amp;'\"]]>-->";
