/**
 * `--resume`: a scan of a bucket that goes on where a killed one was. What it needs for that is the last key that has its
 * line, what was counted, and the exit codes so far. Another scan than the one that was begun is refused: half of its lines
 * would be of other rules.
 */
import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { CornichonError, sentence, showPath } from "../errors.js";
import { addressOf, addressText } from "../objects/address.js";
import type { Judgement } from "../report/judgement.js";
import { Counts, type Summary } from "../report/summary.js";
import { VERSION } from "../version.js";
import { MARK, type PlacedOutput } from "./placed-output.js";

const COUNT = z.int().min(0);
const SUMMARY = z.object({
  safe: COUNT,
  unlisted: COUNT,
  dangerous: COUNT,
  malformed: COUNT,
  unsupported: COUNT,
  limit: COUNT,
  skippedKinds: z.record(z.string(), COUNT),
});
const PROGRESS = z.object({
  version: z.literal(1),
  /** Hash of what was asked. */
  scan: z.string(),
  after: z.string(),
  codes: z.array(z.int().min(0).max(2)),
  summary: SUMMARY,
  isWhole: z.boolean(),
  exit: z.int().min(0).max(2),
  /** By what workers know its pages. */
  pages: z.uuid().optional(),
  mark: MARK,
});
type Progress = z.infer<typeof PROGRESS>;

const VERDICTS = ["safe", "unlisted", "dangerous", "malformed", "unsupported", "limit"] as const;

/** What two runs have to have in common. */
const hashOf = (asked: object): string =>
  createHash("sha256")
    .update(JSON.stringify([VERSION, asked]))
    .digest("hex");

function progressIn(text: string): Progress | null {
  try {
    return PROGRESS.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export class Resumed {
  readonly #scan: string;
  readonly #output: PlacedOutput;
  readonly #root: string;
  readonly #counts = new Counts();
  readonly #before: Progress | null;
  /** Codes and exit of the run: what it ends with is only known by who ends it. */
  #told: () => Pick<Progress, "codes" | "exit"> = () => ({ codes: [], exit: 2 });
  #after: string;
  /** Of a run whose report is gone as well. */
  #pages: string | undefined;

  private constructor(scan: string, output: PlacedOutput, address: string, before: Progress | null) {
    this.#scan = scan;
    this.#output = output;
    this.#root = addressText({ ...addressOf(address), key: "" });
    this.#before = before;
    this.#after = before?.after ?? "";
    for (const verdict of VERDICTS) this.#counts.count(verdict, before?.summary[verdict] ?? 0);
    for (const [kind, count] of Object.entries(before?.summary.skippedKinds ?? {})) this.#counts.skip(kind, count);
  }

  /**
   * A run behind the one before it. `asked`: what decides over lines and exit code.
   * @throws CornichonError `usage` where the one before was another scan
   */
  static async of(output: PlacedOutput, path: string, address: string, asked: object): Promise<Resumed> {
    const scan = hashOf(asked);
    const text = await output.progress();
    const before = text === null ? null : progressIn(text);
    if (text !== null && before?.scan !== scan)
      throw new CornichonError(
        "usage",
        sentence`${showPath(`${path}.progress`)} is of a scan that asked something else; name another --output, or remove it to begin again`,
      );
    const isThere = before !== null && (await Resumed.#goesOn(output, before));
    const resumed = new Resumed(scan, output, address, isThere ? before : null);
    resumed.#pages = before?.pages;
    output.keep({ standing: (isWhole) => resumed.#standing(isWhole) });
    return resumed;
  }

  /** False where what was written of the report is not there any more. */
  static async #goesOn(output: PlacedOutput, { mark, isWhole }: Progress): Promise<boolean> {
    if (isWhole && (await output.isThere(mark))) return true;
    if (!(await output.restore(mark))) return false;
    // It was killed between its last word and its end.
    if (isWhole) await output.finish();
    return true;
  }

  /** The exit code of a run that came to its end before; null where there is something to do. */
  get exit(): number | null {
    return this.#before?.isWhole === true ? this.#before.exit : null;
  }

  /** The last key that has its line. */
  get after(): string {
    return this.#after;
  }

  get codes(): readonly number[] {
    return this.#before?.codes ?? [];
  }

  /** All that was counted, in the runs before as well. */
  get summary(): Summary {
    return this.#counts.summary();
  }

  /** By what workers know this scan's pages. One that they do not know any more is begun under another name, which is written down first. */
  async pages(isKnown: (scan: string) => Promise<boolean>): Promise<string> {
    if (this.#pages !== undefined && (await isKnown(this.#pages))) return this.#pages;
    this.#pages = randomUUID();
    await this.#output.checkpoint();
    return this.#pages;
  }

  /** Who knows what the run ends with. */
  tellBy(told: () => Pick<Progress, "codes" | "exit">): void {
    this.#told = told;
  }

  /** A judgement, with the address as it was met: reports show it in other words. */
  judged(judgement: Judgement, path: string): void {
    this.#counts.add(judgement);
    for (const [kind, count] of Object.entries(judgement.skippedMembers)) this.#counts.skip(kind, count);
    this.#pass(path);
  }

  skipped(path: string, kind: string): void {
    this.#counts.skip(kind);
    this.#pass(path);
  }

  #pass(path: string): void {
    this.#after = path.slice(this.#root.length);
  }

  #standing(isWhole: boolean): Omit<Progress, "mark"> {
    const pages = this.#pages === undefined ? {} : { pages: this.#pages };
    return { version: 1, scan: this.#scan, after: this.#after, summary: this.summary, isWhole, ...pages, ...this.#told() };
  }
}
