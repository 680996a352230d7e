/**
 * sklearn.preprocessing.FunctionTransformer (_function_transformer 0.17 to 1.9): a function over all of X, none for X
 * itself. Functions are known by name (`known-functions.ts`); with any other the model loads, and the method that needs
 * it is refused.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { type NDArray, texts } from "../../numeric/ndarray.js";
import type { Sparse } from "../../numeric/sparse.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, type Method, methods, needsCode } from "../define.js";
import { cellsOf } from "../parts/columns/cells.js";
import { namesIn } from "../parts/columns/columns.js";
import { type Known, knownFunction } from "../parts/columns/known-functions.js";
import { expectationOf } from "../parts/expectation.js";
import type { Expectation, Samples } from "../samples.js";
import type { State } from "../state.js";

/** X as it came; named columns as an array of two axes. */
const given = (x: Samples, expected: Expectation): NDArray =>
  x.columns === null && expected.nFeatures === null ? x.array() : cellsOf(x, expected);

function number(value: unknown): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint")
    throw new CornichonError(
      "input.malformed",
      sentence`A function of numbers was given ${showText(JSON.stringify(value)?.slice(0, 80))}.`,
    );
  return Number(value);
}

function applied({ call, whole }: Known, { dtype, shape, data }: NDArray): NDArray {
  const kept = dtype === "float32" || (whole && /^u?int/.test(dtype)) ? dtype : "float64";
  const out = new Float64Array(data.length);
  for (let at = 0; at < out.length; at++) out[at] = call(number(data[at]));
  return typed(kept, shape, out);
}

function appliedSparse(known: Known, x: Sparse, dtype: string): Sparse {
  if (known.call(0) !== 0)
    throw new CornichonError("input.malformed", sentence`The function makes zeros other values: it takes no sparse rows.`);
  const { data, dtype: made } = applied(known, { dtype, shape: [x.data.length], data: x.data });
  return { ...x, dtype: made, data };
}

/** The method of a function parameter: identity for None. */
function through(state: State, key: string, keywords: string, method: string, expected: Expectation): Method {
  const known = knownFunction(state, key, keywords);
  if (state.has(key) && known === null)
    return () => {
      throw needsCode(method, key);
    };
  return (x) => {
    const sparse = x.sparse(expected);
    if (sparse !== null) return known === null ? sparse : appliedSparse(known, sparse, x.dtype);
    return known === null ? given(x, expected) : applied(known, given(x, expected));
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
    const expected = state.flag("validate", false) ? fitted : { ...fitted, nFeatures: null, featureNames: null };
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
