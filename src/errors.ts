/**
 * Our own failures, and the text that they and every sentence are made of. What is wrong with an artifact is a finding
 * and a verdict; `CornichonError` is for what kept us from judging: a missing file, a bad option, a Node that is too old.
 *
 * A name or a text that comes from outside (a path, an artifact, an option) can hold characters that move the cursor,
 * recolour the screen, retitle the window or turn the direction of what follows, so every sentence is `Shown` text: what
 * prints sentences, and what keeps them, takes no other type, and the functions below are the only ones that make it. A
 * raw name in a sentence does not compile.
 *
 * Escaped are controls (C0, C1), format characters (bidi, zero width, tags), line and paragraph separators, lone
 * surrogates, what is drawn as nothing, and blanks that are no space. So is the beginning of what runners of pipelines
 * take for a command wherever it stands in a line: `##[` (GitHub) and `##vso[` (Azure).
 */
import type { Verdict } from "../sandbox/wire/job.js";

declare const mark: unique symbol;

/** Text without any character that a terminal would obey. */
export type Shown = string & { readonly [mark]: true };

const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|#(?=#[\w.]{0,20}\[)/gu;
/** The same but for line ends and tabs: data has many, and each match costs. */
const UNSAFE_DATA = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}|#(?=#[\w.]{0,20}\[)/gu;
/** Where a line begins as GitHub's commands do. */
const LIKE_A_COMMAND = /^( *):(?=:)/gm;
/** A byte of a name that is not UTF-8, as `artifact/path.ts` keeps it. */
const RAW_BYTE = /[\udc80-\udcff]/gu;
/** What would be taken for an escape. On Windows a backslash parts folders, and no name has raw bytes. */
const LIKE_AN_ESCAPE = /\\(?=x[\da-f]{2}|u\{)/g;

const LONGEST = 200;

// The one cast of this file: what comes out of `escaped` is what the type promises.
const escaped = (text: string): Shown => text.replace(UNSAFE, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`) as Shown;

/**
 * A text of an artifact: unsafe characters as `\u{…}`, cut at 200 characters.
 * @example
 * ```ts
 * import { showText } from "cornichon";
 *
 * console.log(showText("\u001b[31mred\u202e")); //=> \u{1b}[31mred\u{202e}
 * ```
 */
export const showText = (text: string): Shown => escaped(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** A text that was cut already, or that ends where it ends: all of it. */
export const showWhole = (text: string): Shown => escaped(text);

/** Texts of our own making that may be long or hold what others wrote, line by line. */
export const showLines = (text: string): Shown => joinShown(text.split("\n").map(escaped), "\n");

/** Sentences in lines of which none begins as a command of GitHub's runner does. */
export const showInLog = (text: Shown): Shown => text.replace(LIKE_A_COMMAND, "$1\\u{3a}") as Shown; // of what was shown text

/** The text of a path for reports: well-formed, whole, and never that of another path. A byte that is not UTF-8 is `\xff`. */
export function reportPath(path: string): string {
  const plain = process.platform === "win32" ? path : path.replace(LIKE_AN_ESCAPE, "\\x5c");
  return plain
    .replace(RAW_BYTE, (c) => `\\x${(c.charCodeAt(0) - 0xdc00).toString(16)}`)
    .replace(/\p{Cs}/gu, (c) => `\\u{${c.charCodeAt(0).toString(16)}}`);
}

/** A path: who reads only its beginning does not know which file is meant, so a very long one loses its middle. */
export function showPath(path: string): Shown {
  const text = path === "" ? '""' : reportPath(path);
  return escaped(text.length > LONGEST ? `${text.slice(0, LONGEST / 2 - 1)}…${text.slice(-LONGEST / 2)}` : text);
}

/** A sentence: our own words, and what is safe to stand between them. */
export function sentence(words: TemplateStringsArray, ...values: readonly (Shown | number)[]): Shown {
  return words.reduce((text, word, i) => `${text}${values[i - 1] ?? ""}${word}`) as Shown; // made of nothing else
}

/** Parts with the same words of ours between them. */
export const joinShown = (parts: readonly Shown[], between: string): Shown => parts.join(between) as Shown; // our own words

/** Names as far as there is room for them, escaped. */
export function showList(names: readonly string[]): Shown {
  let length = 0;
  const shown = names.filter((name, i) => {
    length += name.length;
    return i === 0 || length <= LONGEST;
  });
  const left = names.length - shown.length;
  return sentence`${joinShown(shown.map(showText), ", ")}${left === 0 ? sentence`` : sentence` … and ${left} more`}`;
}

const unicodeEscapes = (text: string): string =>
  text
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");

/** Data for a terminal: line ends and tabs stay, whatever else it would obey is escaped as JSON does it. */
export const showData = (text: string): Shown => text.replace(UNSAFE_DATA, unicodeEscapes) as Shown; // of UNSAFE_DATA nothing is left

/** JSON of the same value that may stand on a terminal. */
export const shownJson = (value: unknown, indent?: number): Shown => showData(JSON.stringify(value, null, indent));

/**
 * Every code of a `CornichonError`, with its meaning.
 * @example
 * ```ts
 * import { FAILURES } from "cornichon";
 *
 * console.log(FAILURES["input.unreadable"]); //=> A file that could not be opened or read.
 * ```
 */
export const FAILURES = {
  usage: "An option or argument that does not fit.",
  "input.unreadable": "A file that could not be opened or read.",
  "input.columns": "Columns of X that are missing, surplus or of another order than the model's.",
  "input.shape": "X has another shape than the model takes.",
  "input.malformed": "X could not be read.",
  "input.value": "X has values that the estimator refuses: missing, infinite, negative, too large.",
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
  "target.unsupported": "The target has no exact form for this model, or for an option that it was fitted with.",
  "model.inconsistent": "Parts of the model contradict each other.",
  "model.not-fitted": "The estimator was never fitted.",
  "model.needs-code": "The method needs Python code that is not here.",
  "model.method": "The estimator has no such method.",
  "request.malformed": "A request that could not be read.",
  "request.unauthorized": "A request without a key that is known here.",
  "request.forbidden": "A request that a page of others, or another name, sent to a service without keys.",
  "request.not-found": "There is nothing of that name here.",
  "request.method": "The address does not take this method.",
  "request.media-type": "The body is of a type that is not read there.",
  "request.timeout": "The request did not come to its end in time.",
  "request.too-large": "The request is longer than the service takes.",
  "request.too-many": "The client has too many requests under way.",
  "service.address": "The service could not listen at its address.",
  "service.busy": "The service has as much to do as it takes; try again.",
  "service.failed": "The service failed; its log says why.",
  "service.storage": "The spool, the database or the queue could not be used.",
} as const;

/**
 * The code of a `CornichonError`: published, and never used again for something else.
 * @see CornichonError
 * @see FAILURES
 */
export type FailureCode = keyof typeof FAILURES;

/** What a failure is about, by name: `path`, `why`, `method`, `class`. Texts are as they came in: a program reads them. */
export type FailureArgs = Readonly<Record<string, string | number>>;

export interface FailureOptions extends ErrorOptions {
  /** The artifact's verdict, where it is what keeps us from going on. */
  readonly verdict?: Verdict;
  readonly args?: FailureArgs;
}

/**
 * Our own failures: what kept us from judging or answering. Malice is never one.
 * @example
 * ```ts
 * import { CornichonError, scan } from "cornichon";
 *
 * try {
 *   await scan("nowhere.pkl");
 * } catch (error) {
 *   if (error instanceof CornichonError) console.log(error.code, error.args["path"]); //=> input.unreadable nowhere.pkl
 * }
 * ```
 * @example
 * ```ts
 * import { convert } from "cornichon";
 * import { CornichonError, createLoader, StandardScaler } from "cornichon/web";
 *
 * const { document } = await convert("model.joblib");
 * try {
 *   createLoader([StandardScaler])(document ?? "");
 * } catch (error) {
 *   if (error instanceof CornichonError) console.log(error.code); //=> model.unsupported-class
 * }
 * ```
 */
export class CornichonError extends Error {
  /** Published, and never used again for something else. */
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
