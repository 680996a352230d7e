/**
 * Scan reports as they are written: an artifact's lines go out when it is done, in every format, and nothing is kept but
 * counts. Only JSON, whose summary comes first, waits in a temporary file.
 *
 * A line is at most a megabyte, a report at most 64 (or four times what was judged, where that is more: a folder of a
 * hundred thousand models has a long report by right). What does not fit is counted: first findings and names, then an
 * archive's members. Every artifact has its line, and summary and exit code count everything.
 */
import { bare, fitted } from "../../sandbox/finding/fit.js";
import type { Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import { type Shown, showData } from "../errors.js";
import { Spool } from "../output/spool.js";
import { VERSION } from "../version.js";
import { indented } from "./indented.js";
import type { Judgement } from "./judgement.js";
import { type LeftOut, sarif, sarifResults } from "./sarif.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import type { Summary } from "./summary.js";
import { artifactText } from "./text.js";

/** Characters of a line, and of a report: a little under 64 MB, for what stands around the lines. */
const LINE = 1_000_000;
const REPORT = 63_500_000;
/** Behind so much of its report a line is bare, so that the others have one as well. */
const FULL = 0.75;
/** Characters of a report for a byte that was judged, where that is more. */
const PER_BYTE = 4;
/** A bare line beside its path, nearly always. */
const MOST_OF_A_LINE = 2000;

export const REPORT_FORMATS = ["text", "json", "ndjson", "sarif"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Where a report goes. */
interface Target {
  data(piece: string | Uint8Array): void;
}

/** What stands around a report's lines; between them where there are some. */
interface Frame {
  readonly begin: string;
  readonly end: string;
}

/** How one format prints. */
interface Form {
  /** A line, empty where there is nothing to say. */
  print(line: ArtifactReport): string;
  /** What lines are joined by. */
  readonly between: string;
  /** `summary` is only there at the end. */
  frame(summary: Summary | null, lines: boolean, more: LeftOut): Frame;
}

/** The frame of an empty list, opened; its items stand `levels` in. */
function around(text: string, list: string, lines: boolean, levels: number): Frame {
  const at = text.indexOf(`${list}: []`) + list.length + 3;
  const close = lines ? `\n${"  ".repeat(levels - 1)}` : "";
  return { begin: text.slice(0, at), end: `${close}${text.slice(at)}\n` };
}

const plain = (print: Form["print"]): Form => ({ print, between: "", frame: () => ({ begin: "", end: "" }) });

const FORMS: Readonly<Record<ReportFormat, Form>> = {
  text: plain(artifactText),
  ndjson: plain((line) => `${JSON.stringify(line)}\n`),
  json: {
    print: (line) => indented(line, 2),
    between: ",",
    frame: (summary, lines) => around(JSON.stringify(emptyReport(summary), null, 2), '"artifacts"', lines, 2),
  },
  sarif: {
    print: (line) =>
      sarifResults(line)
        .map((result) => indented(result, 4))
        .join(","),
    between: ",",
    frame: (_, lines, more) => around(JSON.stringify(sarif([], more), null, 2), '"results"', lines, 4),
  },
};

const emptyReport = (summary: Summary | null): object => ({
  version: 1,
  tool: { name: "cornichon", version: VERSION },
  summary,
  artifacts: [],
});

/** Members that get lines, and what these take when they are bare. */
interface Room {
  readonly members: number;
  readonly bare: number;
  readonly left: VerdictCounts;
}

/** A line as text for people, empty for one that is left out. */
type Text = (line: ArtifactReport) => Shown;

export class ReportWriter {
  readonly #form: Form;
  readonly #text: Text | null;
  readonly #target: Target;
  /** JSON's lines, until its summary is known. */
  readonly #waiting: Spool | null;
  #written = 0;
  #judged = 0;
  #lines = false;
  readonly #more: LeftOut = { findings: 0, members: 0 };

  /** `text`: how text is printed, with what a terminal is meant to obey. */
  constructor(format: ReportFormat, target: Target, text: Text | null = null) {
    this.#form = FORMS[format];
    this.#text = format === "text" ? text : null;
    this.#target = target;
    this.#waiting = format === "json" ? new Spool() : null;
    if (this.#waiting === null) target.data(this.#form.frame(null, false, this.#more).begin);
  }

  /** Characters that may be written in all. */
  get #most(): number {
    return Math.max(REPORT, PER_BYTE * this.#judged);
  }

  get #room(): number {
    return this.#most - this.#written;
  }

  /** Writes the lines of one artifact. */
  add(judgement: Judgement): void {
    const { own, members } = judgement;
    this.#judged += own.bytes ?? 0;
    const room = this.#roomFor(judgement);
    // What bare lines leave over is for whoever comes first.
    let over = Math.max(0, FULL * this.#most - this.#written - room.bare);
    const write = (line: ArtifactReport): void => {
      const least = over < LINE ? this.#print(bare(line)).length : 0;
      over -= Math.max(0, this.#write(line, over < LINE ? least + over : LINE) - least);
    };
    write(Object.keys(room.left).length === 0 ? own : { ...own, moreMembers: room.left });
    for (const count of Object.values(room.left)) this.#more.members += count;
    let left = room.members;
    for (const member of members ?? []) {
      if (left-- === 0) break;
      write(member);
    }
  }

  /** How many members get lines. Only where it may be too many are they looked at twice. */
  #roomFor({ own, members }: Judgement): Room {
    const all = { members: members?.count ?? 0, bare: 0, left: own.moreMembers ?? {} };
    if (members === null || (MOST_OF_A_LINE + own.path.length * 12) * members.count + 8 * members.length < this.#room) return all;
    const counts = new Map<Verdict, number>(members.counts);
    let [kept, used] = [0, this.#print(bare(own)).length];
    for (const member of members) {
      const length = this.#print(bare(member)).length;
      if (used + length > this.#room) break;
      used += length;
      kept++;
      counts.set(member.verdict, (counts.get(member.verdict) ?? 0) - 1);
    }
    return { members: kept, bare: used, left: sum(own.moreMembers ?? {}, counts) };
  }

  /** Names and texts in it are nothing that a terminal would obey; as JSON it is the same value. */
  #print(line: ArtifactReport): string {
    return this.#text?.(line) ?? showData(this.#form.print(line));
  }

  /** Writes a line in at most so many characters, or bare; returns how many it took. */
  #write(line: ArtifactReport, room: number): number {
    const { line: kept, text } = fitted<Finding, unknown, ArtifactReport>(line, room, (one) => this.#print(one));
    this.#more.findings += kept.moreFindings ?? 0;
    if (text === "") return 0;
    const joined = this.#lines ? this.#form.between + text : text;
    if (this.#waiting === null) this.#target.data(joined);
    else this.#waiting.write(joined);
    this.#lines = true;
    this.#written += joined.length;
    return joined.length;
  }

  /** Writes what is left; the report is whole then. */
  end(summary: Summary): void {
    const { begin, end } = this.#form.frame(summary, this.#lines, this.#more);
    if (this.#waiting !== null) {
      this.#target.data(begin);
      for (const piece of this.#waiting.pieces()) this.#target.data(piece);
    }
    this.#target.data(end);
  }

  close(): void {
    this.#waiting?.close();
  }
}

function sum(first: VerdictCounts, second: ReadonlyMap<Verdict, number>): VerdictCounts {
  const total: Partial<Record<Verdict, number>> = { ...first };
  for (const [verdict, count] of second) if (count > 0) total[verdict] = (total[verdict] ?? 0) + count;
  return total;
}
