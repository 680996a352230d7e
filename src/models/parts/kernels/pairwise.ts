/**
 * Kernels by sklearn's names (sklearn.metrics.pairwise.pairwise_kernels 1.5): the matrix of all rows of X with all rows of
 * Y. Parameters that a kernel does not take are left out; a missing `gamma` is one over the number of features.
 */
import { CornichonError, sentence } from "../../../errors.js";
import { entriesOf } from "../../../neutral/attributes.js";
import { numberOf } from "../../../neutral/document.js";
import { manhattanDistance } from "../../../numeric/distances.js";
import { dotRows, squaredDistance } from "../../../numeric/linear-algebra.js";
import { type Matrix, matrix } from "../../../numeric/ndarray.js";
import { needsCode } from "../../define.js";
import type { State } from "../../state.js";

export interface KernelParameters {
  readonly gamma: number | null;
  readonly degree: number | null;
  readonly coef0: number | null;
}

/** The kernel's matrix; `single` rounds it to float32, as it is where both X and Y are. @throws CornichonError `model.needs-code` where the kernel is a function */
export type PairwiseKernel = (x: Matrix, y: Matrix, single?: boolean) => Matrix;

type Value = (x: Matrix, i: number, y: Matrix, j: number) => number;

/** sklearn adds the squares and takes the products off: where those overflow, so does their sum, or it is NaN. */
const squares: Value = (x, i, y, j) => {
  const squared = squaredDistance(x, i, y, j);
  return squared < Number.POSITIVE_INFINITY ? squared : -2 * dotRows(x, i, y, j) + dotRows(x, i, x, i) + dotRows(y, j, y, j);
};

/** −Σ (x − y)² / (x + y). */
const additiveChi2: Value = (x, i, y, j) => {
  let sum = 0;
  for (let k = 0; k < x.cols; k++) {
    const [a, b] = [x.data[i * x.cols + k], y.data[j * y.cols + k]];
    if (a + b !== 0) sum -= (a - b) ** 2 / (a + b);
  }
  return sum;
};

const cosine: Value = (x, i, y, j) => {
  const scale = Math.sqrt(dotRows(x, i, x, i)) * Math.sqrt(dotRows(y, j, y, j));
  // A row whose length overflows is divided by infinity first.
  return scale > 0 && scale < Number.POSITIVE_INFINITY ? dotRows(x, i, y, j) / scale : 0;
};

const KERNELS: ReadonlyMap<string, (parameters: KernelParameters, features: number) => Value> = new Map<
  string,
  (parameters: KernelParameters, features: number) => Value
>([
  ["linear", () => dotRows],
  ["polynomial", polynomial],
  ["poly", polynomial],
  [
    "sigmoid",
    ({ gamma, coef0 }, features) =>
      (x, i, y, j) =>
        Math.tanh((gamma ?? 1 / features) * dotRows(x, i, y, j) + (coef0 ?? 1)),
  ],
  [
    "rbf",
    ({ gamma }, features) =>
      (x, i, y, j) =>
        Math.exp(-(gamma ?? 1 / features) * squares(x, i, y, j)),
  ],
  [
    "laplacian",
    ({ gamma }, features) =>
      (x, i, y, j) =>
        Math.exp(-(gamma ?? 1 / features) * manhattanDistance(x.data, i * x.cols, y.data, j * y.cols, x.cols)),
  ],
  ["cosine", () => cosine],
  [
    "chi2",
    ({ gamma }) =>
      (x, i, y, j) =>
        Math.exp((gamma ?? 1) * additiveChi2(x, i, y, j)),
  ],
  ["additive_chi2", () => additiveChi2],
]);

function polynomial({ gamma, degree, coef0 }: KernelParameters, features: number): Value {
  return (x, i, y, j) => ((gamma ?? 1 / features) * dotRows(x, i, y, j) + (coef0 ?? 1)) ** (degree ?? 3);
}

const OF_COUNTS = new Set(["chi2", "additive_chi2"]);

/** A kernel by name; `precomputed` gives X itself; null for names that are none. @throws CornichonError `input.malformed` */
export function kernelByName(name: string, parameters: KernelParameters): PairwiseKernel | null {
  if (name === "precomputed") return (x) => x;
  const kernel = KERNELS.get(name);
  if (kernel === undefined) return null;
  return (x, y, single = false) => {
    if (OF_COUNTS.has(name) && x.data.some((value) => value < 0))
      throw new CornichonError("input.malformed", sentence`X contains negative values.`);
    const value = kernel(parameters, x.cols);
    const out = matrix(x.rows, y.rows);
    for (let i = 0; i < x.rows; i++) for (let j = 0; j < y.rows; j++) out.data[i * y.rows + j] = value(x, i, y, j);
    if (single) out.data.set(Float32Array.from(out.data));
    return out;
  };
}

/** Parameters of a function that is called without any. */
export const NONE: KernelParameters = { gamma: null, degree: null, coef0: null };
const FUNCTION = /^sklearn\.metrics\.pairwise\.(\w+)_(?:kernel|similarity)$/;

/** Name of the kernel of a sklearn function that `key` refers to; null for any other. */
export const functionKernelName = (state: State, key: string): string | null => FUNCTION.exec(state.global(key) ?? "")?.[1] ?? null;

/**
 * sklearn's own kernel functions, called with two sets of rows and nothing else, as support vector machines and label
 * propagation call theirs; a foreign function throws when it is asked. @throws CornichonError `model.needs-code`
 */
export function readKernelFunction(state: State, key: string): PairwiseKernel {
  const name = functionKernelName(state, key);
  const kernel = name === null ? null : kernelByName(name, NONE);
  return kernel ?? foreign(state, key);
}

const foreign =
  (state: State, key: string): PairwiseKernel =>
  () => {
    throw needsCode(state.name, state.global(key) ?? `its ${key}`);
  };

/** The kernel that `key` names; a function throws when it is asked. @throws CornichonError `model.inconsistent` for unknown names */
export function readKernel(state: State, key: string, parameters: KernelParameters): PairwiseKernel {
  const name = state.text(key);
  if (name === null) return foreign(state, key);
  const kernel = kernelByName(name, parameters);
  if (kernel === null) throw state.inconsistent(`${key} is ${JSON.stringify(name.slice(0, 40))}, which is no kernel`);
  return kernel;
}

/** Nystroem's: the parameters themselves win over `kernel_params`. */
export function parametersOfSample(state: State): KernelParameters {
  const given = new Map(
    (entriesOf(state.get("kernel_params") ?? null, state.references) ?? []).map(([key, value]) => [key, numberOf(value) ?? null]),
  );
  const own = kernelParameters(state);
  return {
    gamma: own.gamma ?? given.get("gamma") ?? null,
    degree: own.degree ?? given.get("degree") ?? null,
    coef0: own.coef0 ?? given.get("coef0") ?? null,
  };
}

/** `gamma`, `degree` and `coef0` of a state. */
export const kernelParameters = (state: State, gamma = "gamma"): KernelParameters => ({
  gamma: state.number(gamma),
  degree: state.number("degree"),
  coef0: state.number("coef0"),
});
