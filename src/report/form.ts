/**
 * What a format is to the writer of reports: it prints a line without remembering it (a line may be tried several times
 * until it fits), is told which one was taken, and frames what was written. A report has parts, one behind the other: what
 * is printed of a line goes to the end of each, so that worst things can come first and lists stand beside one another
 * while nothing is kept in memory.
 */
import type { ArtifactReport } from "./scan-report.js";
import type { Summary } from "./summary.js";

/** What a report leaves out: findings of the lines that it has, and members without a line. */
export interface LeftOut {
  readonly findings: number;
  readonly members: number;
}

export const NOTHING_LEFT_OUT: LeftOut = { findings: 0, members: 0 };

/** What is known at the end. */
export interface Closing {
  readonly summary: Summary;
  /** The code that the command ends with, null where a program asks. */
  readonly exitCode: number | null;
  readonly more: LeftOut;
  /** What is no artifact and found no room in the list. */
  readonly moreSkipped: number;
  /** For each part whether anything stands in it. */
  readonly filled: readonly boolean[];
}

export interface Form {
  readonly parts: number;
  /** True where nothing may go out before the end, because what comes first depends on everything. */
  readonly waits: boolean;
  /** What lines of a part are joined by. */
  readonly between: string;
  /** A line's piece of each part, empty where there is nothing to say. */
  print(line: ArtifactReport): readonly string[];
  /** A piece of each part for what is no artifact, of forms that list it. */
  skipped?(path: string, kind: string): readonly string[];
  /** The line as it was printed, or would have been if it said anything: now it counts. */
  took?(line: ArtifactReport): void;
  /**
   * What stands before the first part, between parts and behind the last. Null asks for the first of them alone, which goes
   * out before anything is known; forms that wait are never asked.
   */
  frame(closing: Closing | null): readonly string[];
}

/** A form of lines and nothing else. */
export const plainForm = (print: (line: ArtifactReport) => string): Form => ({
  parts: 1,
  waits: false,
  between: "",
  print: (line) => [print(line)],
  frame: () => ["", ""],
});

/** A list of a frame's JSON: its name, and how many levels in its items stand. */
export interface FrameList {
  readonly name: string;
  readonly levels: number;
}

/**
 * The text of JSON, cut open in each of its empty lists, which come in this order. The names must not occur as JSON
 * (`"name": []`) anywhere before, which texts cannot: their quotes are escaped.
 */
export function opened(json: string, lists: readonly FrameList[], filled: readonly boolean[]): readonly string[] {
  const pieces: string[] = [];
  let [from, close] = [0, ""];
  for (const [i, { name, levels }] of lists.entries()) {
    const at = json.indexOf(`"${name}": []`, from) + name.length + 5;
    pieces.push(close + json.slice(from, at));
    from = at;
    close = filled[i] === true ? `\n${"  ".repeat(levels - 1)}` : "";
  }
  return [...pieces, `${close}${json.slice(from)}\n`];
}
