/** The dtype in which an estimator gives its answer, by its name in numpy. */
import { sentence } from "../../errors.js";
import { type Context, unsupported } from "../define.js";
import type { DType, Value } from "../ir.js";

const TYPES: ReadonlyMap<string, DType> = new Map<string, DType>([
  ["float64", "float64"],
  ["float32", "float32"],
  ["bool", "bool"],
  ...["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32"].map((name) => [name, "int64"] as const),
]);

/** Numbers in another dtype; whole numbers are int64. @throws CornichonError `target.unsupported` for a dtype that is none of these */
export function inDtype({ ops, at, state }: Context, x: Value, name: string): Value {
  const dtype = TYPES.get(name);
  if (dtype === undefined) throw unsupported(at, state.className, sentence`a dtype of its answers that the target has not`);
  return ops.cast(x, dtype);
}

/** Rounded to float32, as doubles. */
export const toSingle = ({ ops }: Pick<Context, "ops">, x: Value): Value => ops.cast(ops.cast(x, "float32"), "float64");
