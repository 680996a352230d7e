/** What becomes of models of older versions: written for today's sklearn, loaded there, and asked what was recorded of them. */
import { CornichonError } from "../../src/errors.js";
import { CLASSES } from "../../src/migrate/catalogue.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { answerDifference, askPython, type Told, type Tolerance } from "./python-target.js";
import type { ExpectedLabel } from "./shared.js";
import { documentIn } from "./today.js";

/** A model of an older version: its root as neutral JSON, and what was recorded of it. */
export interface OlderLabel {
  readonly name: string;
  readonly text: string;
  readonly label: ExpectedLabel;
}

/**
 * What became of one: `nothing` where it was loaded and there was nothing to ask; `order` where a text's words came back in
 * another order, which is that of a sparse row's storage and no part of any state (until 1.3 weighting turned rows around).
 */
export interface Fate {
  readonly name: string;
  readonly fate: "refused" | "right" | "nothing" | "order" | "differs" | "raises" | "load" | "died" | "slow";
  readonly why: string;
}

export const PRINTERS = { pickle: toPickle, skops: toSkops } as const;
export type Printer = keyof typeof PRINTERS;

/** Rounding of another machine; of float32, which steps leave in what they answer. */
const FAIR: Tolerance = { rtol: 1e-9, atol: 1e-12 };
const FAIR_FLOAT32: Tolerance = { rtol: 1e-5, atol: 1e-6 };

const isFloat32 = ({ input, outputs }: ExpectedLabel): boolean => JSON.stringify([input, outputs]).includes('"dtype":"<f4"');

function written(text: string, kind: Printer): Uint8Array | string {
  try {
    return PRINTERS[kind](documentIn(text), undefined, {}).bytes;
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return error.message;
    throw error;
  }
}

/** Python 2 and old numpy name some dtypes, and texts, in another way. */
const withoutDtypes = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value ?? null, (key, item: unknown) => (key === "dtype" ? undefined : item)));

/** Python's dicts are equal whatever their order; of two keys none is the same. */
function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOrder);
  if (typeof value !== "object" || value === null) return value;
  const items = Object.entries(value).map(([key, item]) => [
    key,
    key === "$dict" && Array.isArray(item) ? sorted(item) : withoutOrder(item),
  ]);
  return Object.fromEntries(items);
}

const sorted = (items: readonly unknown[]): unknown[] =>
  items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);

/** Most items of an array that are recorded. */
const RECORDED = 10;

/** True where each text's recorded words are among those found, which are as many. */
function hasWords(wanted: unknown, words: Told["words"]): boolean {
  if (!Array.isArray(wanted) || words === undefined || wanted.length !== words.length) return false;
  return words.every((found, i) => {
    const data: unknown = Object(wanted[i]).data;
    return Array.isArray(data) && data.length === Math.min(found.length, RECORDED) && data.every((word) => found.includes(word));
  });
}

const plain = (outputs: unknown): Readonly<Record<string, unknown>> => Object(withoutOrder(withoutDtypes(outputs)));

const withoutWords = ({ inverse_transform: _, ...others }: Readonly<Record<string, unknown>>): object => others;

function fateOf({ name, status, why, outputs, errors, words, gone = [] }: Told, label: ExpectedLabel): Fate {
  if (status !== "asked") return { name, fate: status, why: why ?? "" };
  const [raised] = Object.entries(errors ?? {});
  if (raised !== undefined) return { name, fate: "raises", why: raised.join(": ") };
  // What today's class has no method for is nothing that its state could answer.
  const wanted = Object.fromEntries(Object.entries(label.outputs ?? {}).filter(([method]) => !gone.includes(method)));
  if (Object.keys(wanted).length === 0) return { name, fate: "nothing", why: "" };
  const within = isFloat32(label) ? FAIR_FLOAT32 : FAIR;
  const difference = answerDifference(plain(outputs), plain(wanted), within);
  if (difference === null) return { name, fate: "right", why: "" };
  const isOrder =
    hasWords(wanted["inverse_transform"], words) &&
    answerDifference(withoutWords(plain(outputs)), withoutWords(plain(wanted)), within) === null;
  return { name, fate: isOrder ? "order" : "differs", why: difference };
}

/** Another class may stand where it was: it is asked what the label's own class is asked today. */
function classOf(text: string): { readonly class?: string } {
  const name = String(Object(documentIn(text).root).class);
  return TODAY.has(name) ? { class: name } : {};
}

const TODAY = new Set(CLASSES.filter((name) => !name.includes("._")));

/** The fates of labels, in their order. */
export function fatesOf(labels: readonly OlderLabel[], kind: Printer): Fate[] {
  const made = labels.map((one) => ({ ...one, file: written(one.text, kind) }));
  const files = made.flatMap(({ file, ...one }) => (typeof file === "string" ? [] : [{ ...one, file }]));
  const told = askPython(
    files.map(({ name, text, label, file }) => ({
      name,
      kind,
      file,
      input: label.input,
      data: label.data,
      methods: Object.keys(label.outputs ?? {}),
      ...classOf(text),
    })),
  );
  const fates = new Map(files.map(({ label }, i) => [label, told[i]]));
  return made.map(({ name, label, file }): Fate => {
    const one = fates.get(label);
    return one === undefined ? { name, fate: "refused", why: String(file) } : fateOf(one, label);
  });
}
