/** Results of several transformers side by side, dense or sparse, and their names behind a prefix. */
import type { NDArray } from "../../../numeric/ndarray.js";
import { type Sparse, toDense } from "../../../numeric/sparse.js";
import { hstack, hstackSparse, sparseOf } from "../../../numeric/stack.js";
import { storedFloats } from "../../../numeric/typed.js";
import { denseResult, isSparseResult, needsCode, type Result } from "../../define.js";
import type { State } from "../../state.js";

const densified = (part: Result): NDArray =>
  isSparseResult(part)
    ? { dtype: part.dtype, shape: part.shape, data: storedFloats(part.dtype, Array.from(toDense(part).data)) }
    : denseResult(part);

const sparsified = (part: Result): Sparse => (isSparseResult(part) ? part : sparseOf(denseResult(part)));

/** All parts as one array, or as sparse rows. */
export const sideBySide = (parts: readonly Result[], rows: number, sparse: boolean): NDArray | Sparse =>
  sparse ? hstackSparse(parts.map(sparsified), rows) : hstack(parts.map(densified), rows);

/**
 * How names are put behind their transformer's (`verbose_feature_names_out`): `name__feature`, another text with both
 * words in it, or not at all.
 */
export function prefixed(state: State): (name: string, feature: string) => string {
  const how = state.get("verbose_feature_names_out") ?? true;
  if (how === false) return (_, feature) => feature;
  const format = how === true ? "{transformer_name}__{feature_name}" : how;
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
