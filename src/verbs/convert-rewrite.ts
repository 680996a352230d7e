/**
 * What is made of a whole document when not all of it is wanted as it stands: one estimator of it, or another target.
 * Both need the document in memory; models and targets are only loaded where one of the two is asked for.
 */
import { CornichonError, sentence, showText } from "../errors.js";
import { attributesOf, itemsOf } from "../neutral/attributes.js";
import { arrayOf, isObject, own, type References, readDocument, referencesOf, typeOf } from "../neutral/document.js";
import { printLossless } from "../neutral/lossless.js";
import { type ConvertTarget, type OtherTarget, refuseOptions, type TargetOptions, targetOf, writeTarget } from "../targets/index.js";
import type { OutputJudge } from "./judged-output.js";
import type { WholeDocument } from "./kept-document.js";
import type { Metadata } from "./metadata.js";
import type { ConvertOptions } from "./options.js";

/** What is asked for, beside a target's own options. */
export interface Rewriting extends TargetOptions {
  readonly to: ConvertTarget;
  /** Path of the estimator, as `load` takes it. */
  readonly select: string | undefined;
  /** The caller's metadata, which no estimator changes. */
  readonly metadata: Metadata;
  /** Longest document. */
  readonly maxOutput: number;
  /** Gets what was written and how, as a value for JSON. */
  readonly report?: ((report: object) => void) | undefined;
}

/** A file that may stand beside an output. */
export interface BesideOutput {
  readonly name: string;
  write(piece: Uint8Array): void;
}

/** What is made of a document: text, or bytes; null where nothing can stand beside it. */
export type Rewrite = (document: WholeDocument, beside: BesideOutput | null, judge: OutputJudge) => AsyncIterable<string | Uint8Array>;

async function* written(
  document: WholeDocument,
  place: BesideOutput | null,
  judge: OutputJudge,
  { to, report, metadata: _, select, maxOutput, ...how }: Rewriting & { readonly to: OtherTarget },
): AsyncGenerator<Uint8Array> {
  const read = targetOf(to).isLossless === true ? readDocument(Object(document.readLossless())) : document.read(maxOutput);
  const { bytes, beside, report: told } = await writeTarget(to, read, select, how, place?.name ?? null);
  if (targetOf(to).isJudged === true && bytes instanceof Uint8Array) await judge(bytes, to);
  if (told !== null) report?.(told);
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes.pieces();
  for (const piece of beside?.pieces() ?? []) place?.write(piece);
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
async function* selected(document: WholeDocument, select: string, given: Metadata): AsyncGenerator<string> {
  const [{ estimatorAt, findEstimators }, { restore }] = await Promise.all([import("../model/all.js"), import("../upgrade/document.js")]);
  const whole = document.readLossless();
  if (!isObject(whole)) return;
  const read = readDocument(whole);
  const references = referencesOf(read);
  const { value } = estimatorAt(read, references, select);
  const [only, ...others] = findEstimators(read.root, references);
  const isOnly = others.length === 0 && only?.value === value;
  const kept = isOnly ? read.metadata : Object.fromEntries(Object.entries(read.metadata).filter(([key]) => !OF_ANOTHER.has(key)));
  const metadata = { ...(isOnly ? {} : described(value, references)), ...kept, ...given };
  yield* printLossless({ ...whole, source: { ...read.source, select }, metadata, root: restore(value, references) });
  yield "\n";
}

/** What a sidecar is refused for. */
interface Arrays {
  readonly arrays: ConvertOptions["arrays"] | undefined;
  readonly to: ConvertTarget | undefined;
  readonly select: string | undefined;
}

/** Refuses a sidecar of what has none. @throws CornichonError `usage` */
export function refuseSidecar({ arrays, to = "json", select }: Arrays): void {
  if (arrays !== "sidecar") return;
  if (to !== "json") throw new CornichonError("usage", sentence`${showText(to)}: there are no arrays for a sidecar`);
  if (select !== undefined)
    throw new CornichonError("usage", sentence`of a document with a sidecar no estimator can be selected: choose inline or base64`);
}

/** Null where the document is wanted as it stands. @throws CornichonError `usage` for an option that the target does not take */
export function rewriteOf(asked: Rewriting): Rewrite | null {
  const { to, select, metadata, report: _, ...given } = asked;
  refuseOptions({ to, ...given });
  if (to !== "json") return (document, beside, judge) => written(document, beside, judge, { ...asked, to });
  return select === undefined ? null : (document) => selected(document, select, metadata);
}
