/** Compares what a model answers with what Python recorded: rtol 1e-9, atol 1e-12; labels and indices exactly. */
import { type Model, modelFromDocument, type Result, type X } from "../../src/load-model.js";
import { isClose, type NDArray } from "../../src/numeric/ndarray.js";
import { toDense } from "../../src/numeric/sparse.js";
import type { ExpectedLabel } from "./shared.js";

const RTOL = 1e-9;
const ATOL = 1e-12;

const number = (value: unknown): unknown =>
  value === "NaN" ? Number.NaN : value === "Infinity" ? Number.POSITIVE_INFINITY : value === "-Infinity" ? Number.NEGATIVE_INFINITY : value;

/** A neutral document around a root. */
export const documentOf = (root: unknown) => ({ format: "cornichon", formatVersion: 1, source: {}, metadata: {}, root }) as const;

/** An answer as a dense array; a recorded sparse one likewise. */
function dense(result: Result): NDArray {
  const one = Array.isArray(result) ? result[0] : result;
  return one !== undefined && "indptr" in one ? { dtype: one.dtype, shape: one.shape, data: toDense(one).data } : one;
}

type Recorded = {
  readonly dtype?: string;
  readonly shape?: readonly [number, number];
  readonly data?: readonly unknown[];
  readonly indices?: readonly number[];
  readonly indptr?: readonly number[];
};

const denseRecorded = (r: Recorded): Recorded =>
  r.indptr === undefined || r.indices === undefined || r.shape === undefined
    ? r
    : {
        dtype: "<f8",
        shape: r.shape,
        data: Array.from(
          toDense({
            format: "csr",
            dtype: "float64",
            shape: r.shape,
            data: Float64Array.from(r.data ?? [], Number),
            indices: r.indices,
            indptr: r.indptr,
          }).data,
        ),
      };

function difference(
  ours: NDArray,
  theirs: { readonly dtype?: string; readonly shape?: readonly number[]; readonly data?: readonly unknown[] },
): string | null {
  if (theirs.shape === undefined || theirs.data === undefined) return "no array was recorded";
  if (ours.shape.join() !== theirs.shape.join()) return `shape (${ours.shape}) is not (${theirs.shape})`;
  const data = Array.from<unknown>(ours.data);
  for (const [i, raw] of theirs.data.entries()) {
    const [a, b] = [data[i], number(raw)];
    const close =
      typeof a === "number" && typeof b === "number"
        ? theirs.dtype?.includes("i") === true
          ? a === b
          : isClose(a, b, theirs.dtype === "<f4" ? 1e-5 : RTOL, ATOL)
        : String(a) === String(b);
    if (!close) return `value ${i} is ${String(a)}, Python says ${String(b)}`;
  }
  return null;
}

/** X as the expected file has it. */
function inputOf(input: unknown): X {
  // Recorded by our own generator: an array, a table, texts or dicts, as the library takes them.
  return (
    typeof input === "object" && input !== null && "data" in input
      ? { dtype: "float64", ...input, data: (input.data as unknown[]).map(number) }
      : input
  ) as X;
}

/** `inverse_transform` was asked about what `transform` gave. */
function inputFor(method: string, model: Model, label: ExpectedLabel): X {
  const x = inputOf(label.input);
  if (method !== "inverse_transform") return x;
  const forth = model.call("transform", x);
  return Array.isArray(forth) ? x : (forth as X); // a single array
}

/** The first difference of a label's recorded outputs, null when all agree. */
export function outputDifference(root: unknown, label: ExpectedLabel): string | null {
  const model = modelFromDocument(documentOf(root));
  for (const [method, theirs] of Object.entries(label.outputs ?? {})) {
    const ours = dense(method === "get_feature_names_out" ? model.call(method) : model.call(method, inputFor(method, model, label)));
    const found = difference(ours, denseRecorded(theirs as Recorded));
    if (found !== null) return `${method}: ${found}`;
  }
  return null;
}
