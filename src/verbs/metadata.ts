/**
 * A document's metadata: what the artifact says of itself, what a metadata dict beside the model says, what the file's
 * name says, what the user says. Later sources win, and where two of them disagree the conflict is told. Nothing is invented.
 */
import type { EstimatorFact, GuestFacts } from "../../sandbox/wire/job.js";
import { namedModel } from "./named-model.js";

export type Metadata = Record<string, unknown>;

/**
 * Two sources that disagree.
 * @example
 * ```ts
 * import { convert } from "cornichon";
 *
 * const { conflicts } = await convert("model.pkl", { metadata: { sklearn_version: "1.0" } });
 * console.log(conflicts[0]);
 * //=> {
 * //=>   key: 'sklearn_version',
 * //=>   kept: '1.0',
 * //=>   keptFrom: '--metadata',
 * //=>   dropped: '1.9.1',
 * //=>   droppedFrom: 'the artifact'
 * //=> }
 * ```
 */
export interface MetadataConflict {
  readonly key: string;
  /** What the document says. */
  readonly kept: unknown;
  readonly keptFrom: string;
  /** What it does not say. */
  readonly dropped: unknown;
  readonly droppedFrom: string;
}

export interface MergedMetadata {
  readonly metadata: Metadata;
  readonly conflicts: readonly MetadataConflict[];
}

interface Layer {
  readonly from: string;
  readonly values: Metadata;
}

const lastPart = (path: string): string => path.slice(path.lastIndexOf(".") + 1);

/** From the estimator: a Pipeline's model is its last step. */
function fromEstimator(fact: EstimatorFact): Metadata {
  return {
    model_type: lastPart(fact.finalClass),
    ...(fact.features === null ? {} : { features: fact.features }),
    ...(fact.nFeatures === null ? {} : { n_features_in_: fact.nFeatures }),
    ...(fact.sklearnVersion === null ? {} : { sklearn_version: fact.sklearnVersion }),
  };
}

/** Version and date of a file's name, as metadata. */
export function fromFileName(fileName: string): Metadata {
  const { version, date } = namedModel(fileName);
  return { ...(version === null ? {} : { model_version: version }), ...(date === null ? {} : { train_date: date }) };
}

/** The dict beside the model: its plain values. Others stay in the document, where they stand. */
function fromSibling(text: string | null): Metadata {
  const parsed: unknown = text === null ? null : JSON.parse(text);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed) || "$type" in parsed) return {};
  return Object.fromEntries(
    Object.entries(parsed)
      .map(([key, value]) => [key, plain(value)])
      .filter(([, value]) => value !== undefined),
  );
}

/** A value without `$type`s, or the value of a numpy scalar; undefined for everything else. */
function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(plain);
    return items.includes(undefined) ? undefined : items;
  }
  if (!("$type" in value)) return value;
  return value.$type === "scalar" && "value" in value && typeof value.value !== "object" ? value.value : undefined;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `n_features_in` and its like are spelled as sklearn's attribute without the underscore. */
const KEYS: Readonly<Record<string, string>> = { n_features_in_: "n_features_in" };

/** Merges in the order artifact, file name, dict beside the model, user. */
export function mergeMetadata(facts: GuestFacts | null, fileName: string, given: Metadata): MergedMetadata {
  const only = facts?.estimators.length === 1 ? facts.estimators[0] : undefined;
  const layers: Layer[] = [
    { from: "the artifact", values: only === undefined ? {} : fromEstimator(only) },
    { from: "the file name", values: fromFileName(fileName) },
    { from: "the metadata beside the model", values: fromSibling(facts?.metadata ?? null) },
    { from: "--metadata", values: given },
  ];
  const said = new Map<string, Said[]>();
  for (const { from, values } of layers) {
    for (const [raw, value] of Object.entries(values)) {
      const key = KEYS[raw] ?? raw;
      said.set(key, [...(said.get(key) ?? []), { value, from }]);
    }
  }
  const kept = Array.from(said, ([key, all]) => [key, all.at(-1)?.value] as const);
  return { metadata: Object.fromEntries(kept), conflicts: Array.from(said, ([key, all]) => conflictsOf(key, all)).flat() };
}

interface Said {
  readonly value: unknown;
  readonly from: string;
}

/** What was said last is kept: everything else that was said of the key is held against it. */
function conflictsOf(key: string, said: readonly Said[]): MetadataConflict[] {
  const last = said.at(-1);
  if (last === undefined) return [];
  return said
    .filter(({ value }) => !same(value, last.value))
    .map(({ value, from }) => ({ key, kept: last.value, keptFrom: last.from, dropped: value, droppedFrom: from }));
}
