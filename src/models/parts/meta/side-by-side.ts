/** Results of several transformers side by side, dense or sparse, and their names behind a prefix. */
import { float64, type NDArray } from "../../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../../numeric/sparse.js";
import { hstack, hstackSparse, sparseOf } from "../../../numeric/stack.js";
import { storedFloats } from "../../../numeric/typed.js";
import { denseResult, isSparseResult, needsCode, type Result } from "../../define.js";
import { numberAt } from "../../input/numbers.js";
import { unnamed } from "../../input/x.js";
import type { Samples } from "../../samples.js";
import type { State } from "../../state.js";

const densified = (part: Result): NDArray =>
  isSparseResult(part)
    ? { dtype: part.dtype, shape: part.shape, data: storedFloats(part.dtype, Array.from(toDense(part).data)) }
    : denseResult(part);

/** Objects become numbers beside sparse rows (`check_array(dtype="numeric")`). */
function numeric(array: NDArray): NDArray {
  if (array.dtype !== "object") return array;
  return float64(
    array.shape,
    Float64Array.from(array.data, (value, at) => numberAt(value, at, 0)),
  );
}

const sparsified = (part: Result): Sparse => (isSparseResult(part) ? part : sparseOf(numeric(denseResult(part))));

/** What passes through: sparse rows stay such, and columns of truth values alone are an array of them. */
export function asItIs(x: Samples): NDArray | Sparse {
  const sparse = x.sparse(unnamed("", null));
  if (sparse !== null) return sparse;
  const array = x.array();
  if (array.dtype !== "object" || array.data.length === 0) return array;
  return Array.from<unknown>(array.data).every((value) => typeof value === "boolean") ? { ...array, dtype: "bool" } : array;
}

/** All parts as one array, or as sparse rows. */
export const sideBySide = (parts: readonly Result[], rows: number, sparse: boolean): NDArray | Sparse =>
  sparse ? hstackSparse(parts.map(sparsified), rows) : hstack(parts.map(densified), rows);

/**
 * How names are put behind their transformer's (`verbose_feature_names_out`): `name__feature`, another text with both
 * words in it (from 1.6 on; whatever it was, it was true before), or not at all.
 */
export function prefixed(state: State): (name: string, feature: string) => string {
  const how = state.get("verbose_feature_names_out") ?? true;
  if (how === false) return (_, feature) => feature;
  const format = how === true || state.before(1, 6) ? "{transformer_name}__{feature_name}" : how;
  if (typeof format !== "string") return () => fail(state);
  return (name, feature) =>
    format
      .split(/(\{transformer_name\}|\{feature_name\})/)
      .map((part) => (part === "{transformer_name}" ? name : part === "{feature_name}" ? feature : part))
      .join("");
}

function fail(state: State): never {
  throw needsCode(`${state.name}.get_feature_names_out`, "the function in verbose_feature_names_out");
}
