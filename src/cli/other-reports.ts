/**
 * Further reports of one scan: `--also sarif=cornichon.sarif`. A pipeline wants several, and all of them must tell of the
 * same bytes, which a second scan need not see. Each appears whole or not at all; none goes to standard output, which has
 * the report of `--format`.
 */
import { resolve } from "node:path";
import { CornichonError, sentence, showList, showPath, showText } from "../errors.js";
import type { Summary } from "../index.js";
import { REPORT_FORMATS, ReportWriter } from "../report/writer.js";
import { type Output, openOutput } from "./output.js";

type Judgement = Parameters<ReportWriter["add"]>[0];

interface Report {
  readonly writer: ReportWriter;
  readonly output: Output;
}

/** What `format=file` names. */
function parsed(text: string): { format: (typeof REPORT_FORMATS)[number]; path: string } {
  const at = text.indexOf("=");
  const [name, path] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  const format = REPORT_FORMATS.find((one) => one === name);
  if (format === undefined || path === "" || path === "-")
    throw new CornichonError(
      "usage",
      sentence`--also is a format and a file, such as sarif=cornichon.sarif, not ${showText(text)}; formats are ${showList(REPORT_FORMATS)}`,
    );
  return { format, path };
}

export class OtherReports {
  readonly #reports: Report[] = [];

  /** `inputs`: what is read and no report may replace; `first`: where the report of `--format` goes. @throws CornichonError */
  constructor(wanted: readonly string[], inputs: readonly string[], first: string | undefined) {
    const all = wanted.map(parsed);
    const taken = new Set(first === undefined ? [] : [resolve(first)]);
    for (const { path } of all) {
      if (taken.has(resolve(path))) throw new CornichonError("usage", sentence`${showPath(path)}: two reports cannot be one file`);
      taken.add(resolve(path));
    }
    try {
      for (const { format, path } of all) {
        const output = openOutput(path, inputs);
        this.#reports.push({ output, writer: new ReportWriter(format, output) });
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  add(judgement: Judgement): void {
    for (const { writer } of this.#reports) writer.add(judgement);
  }

  async end(summary: Summary, code: number): Promise<void> {
    for (const { writer, output } of this.#reports) {
      writer.end(summary, code);
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
