/**
 * How one estimator's answers become a graph. A lowering reads the same `State` that the model reads and never imports a
 * model. It says for each of sklearn's methods what makes its value, and is only asked for those that somebody wants:
 * what has no exact form there throws `Unsupported`, and nothing else of the model is refused for it.
 */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import type { State } from "../models/state.js";
import type { Value } from "./ir.js";
import type { Ops } from "./ops.js";

/** X of one estimator. Rows of numbers are `x` alone; others are made by `parts/rows.ts`, whose `x` refuses. */
export interface Rows {
  /** One matrix of doubles, [N, features]. @throws CornichonError `target.unsupported` where X is something else */
  readonly x: Value;
  /** Columns of their own kinds, side by side, [N, width] each; absent where X is `x`. */
  readonly blocks?: readonly Value[];
  /** One axis, [N]: texts or labels. */
  readonly single?: Value;
}

/** What makes the value of a method; asked at most once. */
export type Make = () => Value;

export interface Lowered {
  /** By sklearn's own names. */
  readonly methods: ReadonlyMap<string, Make>;
  /** What it is to whoever takes its answers: which outputs there are by default. */
  readonly kind: "classifier" | "regressor" | "transformer" | "clusterer" | "outlier-detector";
}

/** How texts become counts: by onnxruntime's tokenizer and ONNX's operators, or by one operator (`text/counting.ts`). */
export type TextForm = "operators" | "counted";

/** Lowers what an estimator holds, over another X. */
export type LowerInner = (value: unknown, rows: Rows, at: string) => Lowered;

export interface Context {
  readonly state: State;
  readonly ops: Ops;
  readonly rows: Rows;
  readonly inner: LowerInner;
  readonly textForm: TextForm;
  /** Path of the estimator, for refusals. */
  readonly at: string;
}

export interface Lowering {
  /** Canonical class. */
  readonly class: string;
  /** The only form of texts that it has a graph in; for another one its reason is among the refused (`refused.ts`). */
  readonly only?: TextForm;
  readonly lower: (context: Context) => Lowered;
}

/** Defines a lowering. */
export const defineLowering = (lowering: Lowering): Lowering => lowering;

/** The methods of an object literal, without those that are undefined; each is made once. */
export function makes(table: Readonly<Record<string, Make | undefined>>): ReadonlyMap<string, Make> {
  const map = new Map<string, Make>();
  for (const [name, make] of Object.entries(table)) if (make !== undefined) map.set(name, once(make));
  return map;
}

/** sklearn's method of one in a graph: of a list, `predict_proba_0` is its first array. */
export const sklearnMethod = (name: string): string => name.replace(/_\d+$/, "");

/** A method that answers a list in sklearn, an array an output: each has its name with the output's number, and the list has no value. */
export function listed({ at, state }: Context, name: string, outputs: readonly Make[]): Readonly<Record<string, Make>> {
  const refuse = (): never => {
    throw unsupported(
      at,
      state.className,
      sentence`${showText(name)} is a list of arrays, which have names of their own (${showText(name)}_0)`,
    );
  };
  return { [name]: refuse, ...Object.fromEntries(outputs.map((make, k) => [`${name}_${k}`, make])) };
}

/** A value that is made at the first question. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Path of what stands inside an estimator, as `--select` takes it. */
export const below = (at: string, name: string): string => (at === "" ? name : `${at}.${name}`);

/** What a target has no exact form for. @see CONTRACT, section 5 */
export function unsupported(at: string, className: string, why: Shown): CornichonError {
  const name = at === "" ? className : `${at} (${className})`;
  return new CornichonError("target.unsupported", sentence`${showText(name)}: ${why}`, { args: { name, key: why } });
}
