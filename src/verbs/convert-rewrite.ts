/**
 * What is made of a whole document when not all of it is wanted as it stands: one estimator of it, or its coefficients.
 * Both need the document in memory; models are only loaded where one of the two is asked for.
 */
import { attributesOf, itemsOf } from "../neutral/attributes.js";
import { arrayOf, isObject, own, type References, readDocument, referencesOf, typeOf } from "../neutral/document.js";
import { parseLossless, printLossless } from "../neutral/lossless.js";
import type { Metadata } from "./metadata.js";

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
export const TARGETS = ["json", "coefficients", "onnx"] as const;
/**
 * @see TARGETS
 * @see convertAll
 */
export type ConvertTarget = (typeof TARGETS)[number];

/** Ends of outputs' names in a folder. */
export const EXTENSIONS: Readonly<Record<ConvertTarget, string>> = { json: "json", coefficients: "json", onnx: "onnx" };

/** How a target is written, beside what it is. */
export interface TargetOptions {
  /** Methods that are written (`--to onnx`). */
  readonly outputs?: readonly string[] | undefined;
  /** Operator set (`--to onnx`). */
  readonly opset?: number | undefined;
  /** Gets what was written and how, as a value for JSON. */
  readonly report?: (report: object) => void;
}

export interface Rewriting extends TargetOptions {
  readonly to: ConvertTarget;
  /** Path of the estimator, as `load` takes it. */
  readonly select: string | undefined;
  /** The caller's metadata, which no estimator changes. */
  readonly metadata: Metadata;
  /** Longest document. */
  readonly maxOutput: number;
}

/** What is made of a document: text, or bytes. */
export type Rewrite = (document: Buffer) => AsyncIterable<string | Uint8Array>;

async function* onnxOf(text: Buffer, { select, maxOutput, report, outputs, opset }: Rewriting): AsyncGenerator<Uint8Array> {
  const { toOnnx } = await import("../targets/onnx/index.js");
  const asked = { ...(outputs === undefined ? {} : { outputs }), ...(opset === undefined ? {} : { opset }) };
  const written = toOnnx(readDocument(text, maxOutput), select, asked);
  report?.(written.report);
  yield written.bytes;
}

async function* coefficientsOf(text: Buffer, { select, maxOutput }: Rewriting): AsyncGenerator<string> {
  const { coefficients } = await import("../model/coefficients.js");
  yield `${JSON.stringify(coefficients(readDocument(text, maxOutput), select), null, 2)}\n`;
}

const attributesIn = (value: unknown, references: References): ReadonlyMap<string, unknown> =>
  (typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, references) : null) ?? new Map<string, unknown>();

const DEEPEST = 64;

/** An estimator, and inside a Pipeline its first or last step. */
function endOf(estimator: unknown, end: 0 | -1, references: References): unknown {
  let at = estimator;
  for (let depth = 0; depth < DEEPEST && own(at, "class") === "sklearn.pipeline.Pipeline"; depth++) {
    const step = itemsOf(attributesIn(at, references).get("steps") ?? null, references)?.at(end);
    const inner = step === undefined ? undefined : itemsOf(step, references)?.[1];
    if (inner === undefined) break;
    at = references.resolve(inner);
  }
  return at;
}

function namesIn(value: unknown): readonly string[] | null {
  if (typeOf(value) !== "ndarray") return null;
  const names = [...arrayOf(value).data];
  return names.every((name) => typeof name === "string") ? names : null;
}

/** What an estimator that was chosen says of itself, as metadata. */
function described(estimator: unknown, references: References): Metadata {
  const attributes = attributesIn(estimator, references);
  const first = attributesIn(endOf(estimator, 0, references), references);
  const of = (name: string): unknown => references.resolve(attributes.get(name) ?? first.get(name) ?? null);
  const name = own(endOf(estimator, -1, references), "class");
  const [features, count] = [namesIn(of("feature_names_in_")), of("n_features_in_")];
  return {
    ...(typeof name === "string" ? { model_type: name.slice(name.lastIndexOf(".") + 1) } : {}),
    ...(features === null ? {} : { features }),
    ...(typeof count === "number" ? { n_features_in: count } : {}),
  };
}

const OF_ANOTHER = new Set(["model_type", "features", "n_features_in"]);

/** The document of one estimator. What the metadata says of the whole is replaced by what it says of this one. */
async function* selected(text: Buffer, select: string, given: Metadata): AsyncGenerator<string> {
  const [{ estimatorAt, findEstimators }, { restore }] = await Promise.all([import("../model/all.js"), import("../upgrade/document.js")]);
  const whole = parseLossless(text.toString());
  if (!isObject(whole)) return;
  const document = readDocument(whole);
  const references = referencesOf(document);
  const { value } = estimatorAt(document, references, select);
  const [only, ...others] = findEstimators(document.root, references);
  const isOnly = others.length === 0 && only?.value === value;
  const kept = isOnly ? document.metadata : Object.fromEntries(Object.entries(document.metadata).filter(([key]) => !OF_ANOTHER.has(key)));
  const metadata = { ...(isOnly ? {} : described(value, references)), ...kept, ...given };
  yield* printLossless({ ...whole, source: { ...document.source, select }, metadata, root: restore(value, references) });
  yield "\n";
}

/** Null where the document is wanted as it stands. */
export function rewriteOf(asked: Rewriting): Rewrite | null {
  const { to, select, metadata } = asked;
  if (to === "coefficients") return (text) => coefficientsOf(text, asked);
  if (to === "onnx") return (text) => onnxOf(text, asked);
  return select === undefined ? null : (text) => selected(text, select, metadata);
}
