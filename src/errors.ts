/**
 * Our own failures. What is wrong with an artifact is a finding and a verdict; this class is for what kept us from
 * judging: a missing file, a bad option, a Node that is too old. `code` is stable; the message is for people.
 */
import type { Verdict } from "../sandbox/wire/job.js";
import type { Shown } from "./report/shown.js";

export {
  joinShown,
  reportPath,
  type Shown,
  sentence,
  showData,
  showLines,
  showList,
  shownJson,
  showPath,
  showText,
  showWhole,
} from "./report/shown.js";

export const FAILURES = {
  usage: "An option or argument that does not fit.",
  "input.unreadable": "A file that could not be opened or read.",
  "input.columns": "Columns of X that are missing, surplus or of another order than the model's.",
  "input.shape": "X has another shape than the model takes.",
  "input.malformed": "X could not be read.",
  "output.exists": "The output is the input, or could not be written.",
  "host.node-too-old": "The child process needs Node 24 or 26.",
  "host.isolate-unavailable": "isolated-vm could not be loaded.",
  "host.bundle-changed": "A bundled file is not the one that was built.",
  "host.closed": "The host was closed.",
  "document.malformed": "Not a neutral document of a version that is read.",
  "document.limit": "A neutral document beyond the limits.",
  "policy.malformed": "A policy file that does not fit its schema.",
  "artifact.refused": "The artifact is not safe; see its verdict.",
  "model.ambiguous": "Several estimators in one document; choose with --select.",
  "model.missing": "No estimator in the document.",
  "model.unsupported-class": "The class has no implementation here.",
  "model.inconsistent": "Parts of the model contradict each other.",
  "model.not-fitted": "The estimator was never fitted.",
  "model.needs-code": "The method needs Python code that is not here.",
  "model.method": "The estimator has no such method.",
} as const;

export type FailureCode = keyof typeof FAILURES;

/** What a failure is about, by name: `path`, `why`, `method`, `class`. Texts are as they came in: a program reads them. */
export type FailureArgs = Readonly<Record<string, string | number>>;

export interface FailureOptions extends ErrorOptions {
  /** The artifact's verdict, where it is what keeps us from going on. */
  readonly verdict?: Verdict;
  readonly args?: FailureArgs;
}

export class CornichonError extends Error {
  readonly code: FailureCode;
  /** With `artifact.refused`: the artifact's verdict. */
  readonly verdict: Verdict | null;
  /** The facts of the message, for programs: nobody need read them out of a sentence. */
  readonly args: FailureArgs;
  declare readonly message: Shown;

  constructor(code: FailureCode, message: Shown, { verdict, args, ...options }: FailureOptions = {}) {
    super(message, options);
    this.name = "CornichonError";
    this.code = code;
    this.verdict = verdict ?? null;
    this.args = args ?? {};
  }
}
