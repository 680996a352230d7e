/**
 * Further reports of one scan: `--also sarif=cornichon.sarif`. A pipeline wants several, and all of them must tell of the
 * same bytes, which a second scan need not see. Each appears whole or not at all; none goes to standard output, which has
 * the report of `--format`.
 */
import { CornichonError, sentence, showList, showPath, showText } from "../errors.js";
import type { Summary } from "../index.js";
import type { Making } from "../report/policy-used.js";
import { TextReport } from "../report/text-report.js";
import { REPORT_FORMATS, ReportWriter } from "../report/writer.js";
import { isStandardOutput, type Output, openReport } from "./output.js";
import { placeOf } from "./place-of.js";
import { lookFor } from "./style.js";

type Judgement = Parameters<ReportWriter["add"]>[0];

interface Report {
  readonly writer: ReportWriter;
  readonly output: Output;
}

/** What they stand beside. */
interface Beside {
  /** What is read: no report may replace it. */
  readonly paths: readonly string[];
  /** Where the report of `--format` goes. */
  readonly first: string | undefined;
  /** Safe files of a directory in texts, too. */
  readonly all: boolean;
  /** What is accepted in this very run is shown. */
  readonly accepting: boolean;
}

/** What `format=file` names. */
function parsed(text: string): { format: (typeof REPORT_FORMATS)[number]; path: string } {
  const at = text.indexOf("=");
  const [name, path] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  const format = REPORT_FORMATS.find((one) => one === name);
  if (format === undefined || path === "" || isStandardOutput(path))
    throw new CornichonError(
      "usage",
      sentence`--also is a format and a file, such as sarif=cornichon.sarif, not ${showText(text)}; formats are ${showList(REPORT_FORMATS)}`,
    );
  return { format, path };
}

export class OtherReports {
  readonly #reports: Report[] = [];

  /** @throws CornichonError `usage`, `output.exists` */
  constructor(wanted: readonly string[], { paths, first, all: isLong, accepting }: Beside) {
    const all = wanted.map(parsed);
    const taken = new Set(first === undefined ? [] : [placeOf(first)]);
    for (const { path } of all) {
      if (taken.has(placeOf(path))) throw new CornichonError("usage", sentence`${showPath(path)}: two reports cannot be one file`);
      taken.add(placeOf(path));
    }
    try {
      for (const { format, path } of all) {
        const output = openReport(path, paths);
        const text = new TextReport({ paths, all: isLong, accepting, look: lookFor("file") });
        this.#reports.push({ output, writer: new ReportWriter(format, output, text.print) });
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  add(judgement: Judgement): void {
    for (const { writer } of this.#reports) writer.add(judgement);
  }

  skip(path: string, kind: string): void {
    for (const { writer } of this.#reports) writer.skip(path, kind);
  }

  async end(summary: Summary, code: number, making: Making): Promise<void> {
    for (const { writer, output } of this.#reports) {
      writer.end(summary, code, making);
      await output.end();
    }
  }

  /** Removes what is not whole. */
  close(): void {
    for (const { writer, output } of this.#reports) {
      writer.close();
      output.discard();
    }
  }
}
