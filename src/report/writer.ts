/**
 * Scan reports as they are written: an artifact's lines are printed when it is done, and nothing is kept but counts. What
 * must stand behind something that is not known yet (JSON's summary comes first, the worst artifacts of a page, SARIF's
 * artifacts after its results) waits in temporary files; everything else goes out at once.
 *
 * A line is at most a megabyte, a report at most 64 (or four times what was judged, where that is more: a folder of a
 * hundred thousand models has a long report by right). What does not fit is counted: first findings and names, then an
 * archive's members. Every artifact has its line, and summary and exit code count everything.
 */
import { bare, fitted } from "../../sandbox/finding/fit.js";
import type { Verdict, VerdictCounts } from "../../sandbox/wire/job.js";
import { type Shown, showData } from "../errors.js";
import { Spool } from "../output/spool.js";
import { type Form, type LeftOut, NOTHING_LEFT_OUT } from "./form.js";
import { FORMS, type ReportFormat } from "./formats.js";
import type { Judgement } from "./judgement.js";
import { Places } from "./places.js";
import type { Making } from "./policy-used.js";
import type { ArtifactReport, Finding } from "./scan-report.js";
import type { Summary } from "./summary.js";

/** Characters of a line, and of a report: a little under 64 MB, for what stands around the lines. */
const LINE = 1_000_000;
const REPORT = 63_500_000;
/** Characters of the list of what is no artifact. */
const SKIPPED = 8_000_000;
/** Behind so much of its report a line is bare, so that the others have one as well. */
const FULL = 0.75;
/** Characters of a report for a byte that was judged, where that is more. */
const PER_BYTE = 4;
/** A bare line beside its path, nearly always. */
const MOST_OF_A_LINE = 2000;

export { REPORT_FORMATS, type ReportFormat } from "./formats.js";

/** Where a report goes. */
interface Target {
  data(piece: string | Uint8Array): void;
}

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
  readonly #endless: boolean;
  /** The form's parts; null for the one that goes out at once. */
  readonly #parts: readonly (Spool | null)[];
  readonly #filled: boolean[];
  #written = 0;
  #judged = 0;
  #more: LeftOut = NOTHING_LEFT_OUT;
  #skipped = 0;
  #moreSkipped = 0;

  /** `text`: how text is printed, with what a terminal is meant to obey. `endless`: only lines have a longest length, as those of a bucket. */
  constructor(format: ReportFormat, target: Target, text: Text | null = null, places = new Places(), endless = false) {
    this.#form = FORMS[format](places);
    this.#text = format === "text" ? text : null;
    this.#target = target;
    this.#endless = endless;
    this.#parts = Array.from({ length: this.#form.parts }, (_, i) => (i === 0 && !this.#form.waits ? null : new Spool()));
    this.#filled = this.#parts.map(() => false);
    if (!this.#form.waits) target.data(this.#form.frame(null)[0] ?? "");
  }

  /** Characters that may be written in all. */
  get #most(): number {
    return this.#endless ? Number.POSITIVE_INFINITY : Math.max(REPORT, PER_BYTE * this.#judged);
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
      const least = over < LINE ? sizeOf(this.#print(bare(line))) : 0;
      over -= Math.max(0, this.#write(line, over < LINE ? least + over : LINE) - least);
    };
    write(Object.keys(room.left).length === 0 ? own : { ...own, moreMembers: room.left });
    this.#leaveOut(
      0,
      Object.values(room.left).reduce((all, count) => all + count, 0),
    );
    let left = room.members;
    for (const member of members ?? []) {
      if (left-- === 0) break;
      write(member);
    }
  }

  /** Lists what is no artifact, in forms that have such a list. */
  skip(path: string, kind: string): void {
    const pieces = this.#form.skipped?.(path, kind).map(showData) ?? [];
    this.#skipped += sizeOf(pieces);
    if (this.#skipped > SKIPPED) this.#moreSkipped++;
    else for (const [part, piece] of pieces.entries()) if (piece !== "") this.#put(part, piece);
  }

  /** How many members get lines. Only where it may be too many are they looked at twice. */
  #roomFor({ own, members }: Judgement): Room {
    const all = { members: members?.count ?? 0, bare: 0, left: own.moreMembers ?? {} };
    if (members === null || (MOST_OF_A_LINE + own.path.length * 12) * members.count + 8 * members.length < this.#room) return all;
    const counts = new Map<Verdict, number>(members.counts);
    let [kept, used] = [0, sizeOf(this.#print(bare(own)))];
    for (const member of members) {
      const length = sizeOf(this.#print(bare(member)));
      if (used + length > this.#room) break;
      used += length;
      kept++;
      counts.set(member.verdict, (counts.get(member.verdict) ?? 0) - 1);
    }
    return { members: kept, bare: used, left: sum(own.moreMembers ?? {}, counts) };
  }

  /** Names and texts in it are nothing that a terminal would obey; as JSON it is the same value. */
  #print(line: ArtifactReport): readonly string[] {
    return this.#text === null ? this.#form.print(line).map(showData) : [this.#text(line)];
  }

  /** Writes a line in at most so many characters, or bare; returns how many it took. */
  #write(line: ArtifactReport, room: number): number {
    // What was tried is not printed twice: forms count lines that they are told of, and those alone.
    const tried = new Map<ArtifactReport, readonly string[]>();
    const { line: kept } = fitted<Finding, unknown, ArtifactReport>(line, room, (one) => {
      const pieces = this.#print(one);
      tried.set(one, pieces);
      return pieces.length === 1 ? (pieces[0] ?? "") : pieces.join("");
    });
    this.#leaveOut(kept.moreFindings ?? 0, 0);
    const pieces = tried.get(kept) ?? this.#print(kept);
    for (const [part, piece] of pieces.entries()) if (piece !== "") this.#put(part, piece);
    this.#form.took?.(kept);
    return sizeOf(pieces);
  }

  #put(part: number, piece: string): void {
    const joined = this.#filled[part] === true ? this.#form.between + piece : piece;
    const spool = this.#parts[part] ?? null;
    if (spool === null) this.#target.data(joined);
    else spool.write(joined);
    this.#filled[part] = true;
    this.#written += joined.length;
  }

  #leaveOut(findings: number, members: number): void {
    this.#more = { findings: this.#more.findings + findings, members: this.#more.members + members };
  }

  /**
   * Writes what is left; the report is whole then. `exitCode` is what the command ends with, and `making` how it judged, where a
   * command asks.
   */
  end(summary: Summary, exitCode: number | null = null, making: Making | null = null): void {
    const frame = this.#form.frame({ summary, exitCode, making, more: this.#more, moreSkipped: this.#moreSkipped, filled: this.#filled });
    for (const [i, text] of frame.entries()) {
      if ((i > 0 || this.#form.waits) && text !== "") this.#target.data(text);
      for (const piece of this.#parts[i]?.pieces() ?? []) this.#target.data(piece);
    }
  }

  close(): void {
    for (const part of this.#parts) part?.close();
  }
}

const sizeOf = (pieces: readonly string[]): number => pieces.reduce((all, piece) => all + piece.length, 0);

function sum(first: VerdictCounts, second: ReadonlyMap<Verdict, number>): VerdictCounts {
  const total: Partial<Record<Verdict, number>> = { ...first };
  for (const [verdict, count] of second) if (count > 0) total[verdict] = (total[verdict] ?? 0) + count;
  return total;
}
