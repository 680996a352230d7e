/**
 * sklearn.preprocessing.FunctionTransformer (_function_transformer 0.17 to 1.9): a function over all of X, none for X
 * itself. Functions are known by name (`known-functions.ts`); with any other the model loads, and the method that needs
 * it is refused.
 */
import { CornichonError, type Shown, sentence } from "../../errors.js";
import { float64, type NDArray, texts } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { defineModel, type Method, methods, needsCode } from "../define.js";
import { numberAt } from "../input/numbers.js";
import { cellsOf } from "../parts/columns/cells.js";
import { namesIn } from "../parts/columns/columns.js";
import { type Known, namedFunction } from "../parts/columns/known-functions.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** X as it came; named columns as an array of two axes. */
const given = (x: Samples, expected: Expectation): NDArray =>
  x.columns === null && expected.nFeatures === null ? x.array() : cellsOf(x, expected);

const CHANGES_ZEROS: Shown = sentence`The function makes zeros other values: it takes no sparse rows.`;

function applied(known: Known, x: Samples, sparse: Sparse): Sparse {
  if (known.onSparse === null) throw new CornichonError("input.malformed", known.whyNotSparse ?? CHANGES_ZEROS);
  return known.onSparse(sparse, x.dtype);
}

/** `validate`: rows of finite numbers, sparse ones where they are accepted. @throws CornichonError `input.*` */
function validated(state: State, data: ArrayLike<unknown>, sparse: boolean): void {
  if (!validates(state)) return;
  if (sparse && !state.flag("accept_sparse", false))
    throw new CornichonError(
      "input.malformed",
      sentence`Sparse data was passed, but dense data is required. Use '.toarray()' to convert to a dense numpy array.`,
    );
  for (let at = 0; at < data.length; at++) {
    const value = data[at];
    if (value !== null && (typeof value !== "number" || Number.isFinite(value))) continue;
    throw new CornichonError(
      "input.value",
      value === null || Number.isNaN(value)
        ? sentence`Input X contains NaN.\nFunctionTransformer does not accept missing values encoded as NaN natively.`
        : sentence`Input X contains infinity or a value too large for dtype('float64').`,
    );
  }
}

/** An array of objects is asked value by value: numbers have none of numpy's functions, None is not compared. @throws CornichonError `input.malformed` */
function refuseObjects(data: ArrayLike<unknown>, { ofObjects }: Known): void {
  if (!ofObjects || Array.from(data).some((value) => value === null))
    throw new CornichonError("input.malformed", sentence`The function does not take an array of objects.`);
}

/** What `validate` makes of objects: doubles. @throws CornichonError `input.*` for what is no number */
function taken(state: State, array: NDArray): NDArray {
  if (array.dtype !== "object" || !validates(state)) return array;
  const cols = array.shape[1] ?? 1;
  return float64(
    array.shape,
    Float64Array.from(array.data, (value, at) => numberAt(value, Math.floor(at / cols), at % cols)),
  );
}

/** None validated until 0.21. */
const validates = (state: State): boolean => (state.get("validate") === null ? state.before(0, 22) : state.flag("validate", false));

/**
 * From 1.4 on a frame that comes out gets the names of `feature_names_out`, of which there are as many as columns at fitting.
 * @throws CornichonError `input.columns`
 */
function refuseOtherWidth(state: State, x: Samples): void {
  const count = state.declaredFeatures();
  if (state.before(1, 4) || !state.has("feature_names_out") || count === null || x.columns === null || x.width === count) return;
  throw new CornichonError(
    "input.columns",
    sentence`Length mismatch: Expected axis has ${x.width} elements, new values have ${count} elements`,
  );
}

/** The method of a function parameter: identity for None. */
function through(state: State, key: string, keywords: string, method: string, expected: Expectation): Method {
  const { name, known } = namedFunction(state, key, keywords);
  if (state.has(key) && known === null)
    return () => {
      throw needsCode(method, name ?? key);
    };
  return (x) => {
    if (method === "transform" && known?.losesNames !== true) refuseOtherWidth(state, x);
    const sparse = x.sparse(expected);
    if (sparse !== null) {
      validated(state, sparse.data, true);
      return known === null ? sparse : applied(known, x, sparse);
    }
    const array = taken(state, given(x, expected));
    validated(state, array.data, false);
    if (known !== null && x.dtype === "object" && !validates(state)) refuseObjects(array.data, known);
    return known === null ? array : known.apply(array);
  };
}

function namesOut(state: State, names: readonly string[] | null, count: number | null): Method | undefined {
  if (!state.has("feature_names_out")) return undefined;
  if (state.text("feature_names_out") !== "one-to-one")
    return () => {
      throw needsCode("get_feature_names_out", "feature_names_out");
    };
  return (_x, options) => texts(namesIn(names, count, options));
}

export const FunctionTransformer = defineModel({
  class: "sklearn.preprocessing.FunctionTransformer",
  build: (state) => {
    const fitted = expectationOf(state, null);
    // Without `validate` the function gets X as it is, whatever columns it has.
    // What validates counted no columns until 1.0.
    const expected = validates(state) && state.since(1, 0) ? fitted : { ...fitted, nFeatures: null, featureNames: null };
    return {
      ...fitted,
      methods: methods({
        transform: through(state, "func", "kw_args", "transform", expected),
        inverse_transform: through(state, "inverse_func", "inv_kw_args", "inverse_transform", { ...expected, featureNames: null }),
        get_feature_names_out: namesOut(state, fitted.featureNames, fitted.nFeatures),
      }),
    };
  },
});
