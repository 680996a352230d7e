/**
 * The targets of `convert --to`, a line each: what a document is written as, how outputs are named, which options it takes.
 * A target is loaded when it is asked for; it gets a whole document and gives whole bytes, or says by name what it has no
 * exact form for (`target.unsupported`), before anything is written.
 */
import { CornichonError, joinShown, sentence, showList, showText } from "../errors.js";
import { type NeutralDocument, referencesOf } from "../neutral/document.js";
import { CODE_LANGUAGES, type CodeLanguage } from "./code/languages.js";
import type { Deferred } from "./deferred.js";

/** What numbers of a target may be. */
export const DTYPES = ["float64", "float32"] as const;

/** How a target is written. */
export interface TargetOptions {
  /** Methods that are written (`onnx`, `code`). */
  readonly outputs?: readonly string[] | undefined;
  /** Operator set (`onnx`). */
  readonly opset?: number | undefined;
  /** Language of the source (`code`). */
  readonly language?: CodeLanguage | undefined;
  /** What the names of C's functions begin with (`code`). */
  readonly name?: string | undefined;
  /** What numbers are (`onnx`): `float64`, or `float32`, whose report has the measured difference. */
  readonly dtype?: (typeof DTYPES)[number] | undefined;
}

/** What a target makes of a document. */
export interface Written {
  readonly bytes: Uint8Array | Deferred;
  /** What stands in a file beside it; only where there is a place for one. */
  readonly beside?: Deferred | null;
  /** What was written, changed and dropped, as a value for JSON; null where there is nothing to tell. */
  readonly report: object | null;
}

interface Target {
  /** End of an output's name in a folder. */
  readonly extension: string | ((options: TargetOptions) => string);
  /** Bytes that are nothing for a terminal, and what they are. */
  readonly binary?: string;
  /** End of the name of a file that it may put beside an output. */
  readonly beside?: string;
  /** It needs to know which whole numbers are floats. */
  readonly isLossless?: boolean;
  /** Python loads it: nobody gets what our own scan does not call safe. It is bytes. */
  readonly isJudged?: boolean;
  /** Options that it takes, and `report` where it has one. */
  readonly takes: readonly (keyof TargetOptions | "report")[];
}

/** A target that is made of the document. */
interface Made extends Target {
  readonly write: (
    document: NeutralDocument,
    select: string | undefined,
    options: TargetOptions,
    beside: string | null,
  ) => Promise<Written>;
}

/**
 * What `convertAll` writes.
 * @example
 * ```ts
 * import { TARGETS } from "cornichon";
 *
 * console.log(TARGETS.includes("onnx")); //=> true
 * ```
 * @see convertAll
 */
export const TARGETS = [
  "json",
  "coefficients",
  "onnx",
  "skops",
  "pickle",
  "safetensors",
  "npz",
  "csv",
  "arrow",
  "parquet",
  "code",
] as const;

/**
 * @see TARGETS
 * @see convertAll
 */
export type ConvertTarget = (typeof TARGETS)[number];

/** What is no neutral document. */
export type OtherTarget = Exclude<ConvertTarget, "json">;

/** Who writes each target. */
const MODULES = {
  coefficients: () => Promise.all([import("../model/coefficients.js"), import("./coefficients/index.js")]),
  onnx: () => Promise.all([import("./onnx/index.js"), import("./onnx/external.js")]),
  skops: () => import("./skops/index.js"),
  pickle: () => import("./pickle/index.js"),
  safetensors: () => import("./safetensors/index.js"),
  npz: () => import("./npz/index.js"),
  csv: () => import("./csv/index.js"),
  arrow: () => import("./arrow/index.js"),
  parquet: () => import("./parquet/index.js"),
  code: () => import("./code/index.js"),
} satisfies Readonly<Record<OtherTarget, () => Promise<unknown>>>;

/** Loads who writes a target, while something else is waited for; who needs it is told of a failure. */
export const loadTarget = (to: OtherTarget): void => void MODULES[to]().catch(() => undefined);

const TABLE: Readonly<Record<OtherTarget, Made> & { json: Target }> = {
  json: { extension: "json", takes: [] },
  coefficients: {
    extension: "json",
    takes: [],
    write: async (document, select) => {
      const [{ coefficients }, { coefficientsText }] = await MODULES.coefficients();
      return { bytes: new TextEncoder().encode(coefficientsText(coefficients(document, select))), report: null };
    },
  },
  onnx: {
    extension: "onnx",
    binary: "an ONNX file",
    takes: ["outputs", "opset", "dtype", "report"],
    beside: "data",
    write: async (document, select, options, beside) => {
      const [{ onnxOf }, { MOST_INSIDE }] = await MODULES.onnx();
      return onnxOf(document, select, options, beside === null ? null : { location: beside, above: MOST_INSIDE });
    },
  },
  skops: {
    extension: "skops",
    binary: "a skops file",
    isLossless: true,
    isJudged: true,
    takes: ["report"],
    write: async (document, select) => (await MODULES.skops()).toSkops(document, select, {}),
  },
  pickle: {
    extension: "pkl",
    binary: "a pickle",
    isLossless: true,
    isJudged: true,
    takes: ["report"],
    write: async (document, select) => (await MODULES.pickle()).toPickle(document, select, {}),
  },
  safetensors: {
    extension: "safetensors",
    binary: "a safetensors file",
    isLossless: true,
    takes: ["report"],
    write: async (document, select) => (await MODULES.safetensors()).toSafetensors(document, select, {}),
  },
  npz: {
    extension: "npz",
    binary: "an npz file",
    isLossless: true,
    takes: ["report"],
    write: async (document, select) => (await MODULES.npz()).toNpz(document, select, {}),
  },
  csv: {
    extension: "csv",
    isLossless: true,
    takes: [],
    write: async (document, select) => (await MODULES.csv()).toCsv(document, select),
  },
  arrow: {
    extension: "arrow",
    binary: "an Arrow file",
    isLossless: true,
    takes: [],
    write: async (document, select) => (await MODULES.arrow()).toArrow(document, select),
  },
  parquet: {
    extension: "parquet",
    binary: "a Parquet file",
    isLossless: true,
    takes: [],
    write: async (document, select) => (await MODULES.parquet()).toParquet(document, select),
  },
  code: {
    extension: ({ language }) => (language === "python" ? "py" : (language ?? "js")),
    takes: ["language", "name", "outputs", "report"],
    write: async (document, select, { language = "js", name, outputs }) => {
      const { toCode } = await MODULES.code();
      return toCode(document, select, { language, ...(name === undefined ? {} : { name }), ...(outputs === undefined ? {} : { outputs }) });
    },
  },
};

/** One target of the table. */
export const targetOf = (name: ConvertTarget): Target => TABLE[name];

/** End of the names of a target's outputs. */
export function extensionOf(to: ConvertTarget, options: TargetOptions): string {
  const { extension } = targetOf(to);
  return typeof extension === "string" ? extension : extension(options);
}

/** Ends of all outputs' names, whatever the target and its options. */
export const EXTENSIONS: readonly string[] = [
  ...new Set(TARGETS.flatMap((to) => CODE_LANGUAGES.map((language) => extensionOf(to, { language })))),
];

/** Options of the command line, by the names that a program uses. */
const FLAGS = [
  ["outputs", "--outputs"],
  ["opset", "--opset"],
  ["language", "--language"],
  ["name", "--name"],
  ["dtype", "--dtype"],
  ["report", "--report"],
] as const;

type Given = Readonly<Partial<Record<(typeof FLAGS)[number][0], unknown>>>;

/** Refuses what a target does not take. @throws CornichonError `usage` */
export function refuseOptions({ to, ...given }: Given & { readonly to: ConvertTarget }): void {
  for (const [key, flag] of FLAGS) {
    if (given[key] === undefined || targetOf(to).takes.includes(key)) continue;
    const takers = TARGETS.filter((name) => targetOf(name).takes.includes(key));
    throw new CornichonError("usage", sentence`${showText(flag)} is for --to ${showList(takers)}`, { args: { option: key } });
  }
  if (given.name !== undefined && given.language !== "c")
    throw new CornichonError("usage", sentence`--name is for --language c: other languages name functions by their methods`, {
      args: { option: "name" },
    });
}

/** Most estimators of a document that a refusal looks at. */
const MOST_TRIED = 4;

/** Paths of the estimators that are written where the whole document is not; none where it is an estimator. */
async function writable(to: OtherTarget, document: NeutralDocument): Promise<readonly string[]> {
  const { findEstimators, pathText } = await import("../model/all.js");
  const found = findEstimators(document.root, referencesOf(document)).filter(({ path }) => path.length > 0);
  const written: string[] = [];
  for (const { path } of found.slice(0, MOST_TRIED))
    try {
      await TABLE[to].write(document, pathText(path), {}, null);
      written.push(pathText(path));
    } catch (error) {
      if (!(error instanceof CornichonError)) throw error;
    }
  return written;
}

/** A refusal of a whole document, and the part of it that is none. */
async function withPart(error: unknown, to: OtherTarget, document: NeutralDocument): Promise<unknown> {
  if (!(error instanceof CornichonError) || error.code !== "target.unsupported") return error;
  const parts = await writable(to, document);
  if (parts.length === 0) return error;
  const hint = sentence`; what can be written: --select ${joinShown(parts.map(showText), ", ")}`;
  const args = { ...error.args, key: sentence`${showText(String(error.args["key"] ?? ""))}${hint}` };
  return new CornichonError("target.unsupported", sentence`${error.message}${hint}`, { args, cause: error });
}

/** Writes a document as a target other than `json`; `beside`: name of the file that may stand beside the output. @throws CornichonError `target.unsupported`, `usage`, `document.*`, `model.*` */
export async function writeTarget(
  to: OtherTarget,
  document: NeutralDocument,
  select: string | undefined,
  options: TargetOptions,
  beside: string | null,
): Promise<Written> {
  try {
    return await TABLE[to].write(document, select, options, beside);
  } catch (error) {
    throw select === undefined && targetOf(to).isJudged === true ? await withPart(error, to, document) : error;
  }
}
