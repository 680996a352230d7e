/** The formats of `scan`: their names, which the command's help and its errors list, and how each prints. */
import { reportPath, shownJson } from "../errors.js";
import { VERSION } from "../version.js";
import { codeQualityForm } from "./code-quality.js";
import { cyclonedxForm } from "./cyclonedx.js";
import { type Closing, type Form, opened, plainForm } from "./form.js";
import { githubForm } from "./github.js";
import { htmlForm } from "./html.js";
import { indented } from "./indented.js";
import { junitForm } from "./junit.js";
import { markdownForm } from "./markdown.js";
import type { Places } from "./places.js";
import { sarifForm } from "./sarif.js";
import { artifactText } from "./text.js";

export const REPORT_FORMATS = [
  "text",
  "json",
  "ndjson",
  "sarif",
  "cyclonedx",
  "markdown",
  "junit",
  "html",
  "github",
  "codequality",
] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const reportOf = (closing: Closing | null): object => ({
  version: 1,
  tool: { name: "cornichon", version: VERSION },
  ...closing?.making,
  summary: closing?.summary ?? null,
  artifacts: [],
  skipped: [],
  ...((closing?.moreSkipped ?? 0) > 0 ? { moreSkipped: closing?.moreSkipped } : {}),
});

const LISTS = [
  { name: "artifacts", levels: 2 },
  { name: "skipped", levels: 2 },
];

const jsonForm = (): Form => ({
  parts: LISTS.length,
  waits: true,
  between: ",",
  print: (line) => [indented(line, 2), ""],
  skipped: (path, kind) => ["", indented({ path: reportPath(path), kind }, 2)],
  frame: (closing) => opened(shownJson(reportOf(closing), 2), LISTS, closing?.filled ?? []),
});

export const FORMS: Readonly<Record<ReportFormat, (places: Places) => Form>> = {
  text: () => plainForm(artifactText),
  json: jsonForm,
  ndjson: () => plainForm((line) => `${JSON.stringify(line)}\n`),
  sarif: sarifForm,
  cyclonedx: cyclonedxForm,
  markdown: markdownForm,
  junit: junitForm,
  html: htmlForm,
  github: githubForm,
  codequality: codeQualityForm,
};
