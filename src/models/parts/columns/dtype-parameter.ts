/** A dtype given as a parameter: a numpy type (`numpy.float32`), Python's own `float`, `int` and `bool`, a dtype, or its name. */
import { own, typeOf } from "../../../neutral/document.js";
import { dtypeName } from "../../input/x.js";
import type { State } from "../../state.js";

const PYTHON: ReadonlyMap<string, string> = new Map([
  ["float", "float64"],
  ["int", "int64"],
  ["bool", "bool"],
  ["double", "float64"],
  ["single", "float32"],
]);

/** The dtype's name, `otherwise` when the parameter is None or missing. */
export function dtypeParameter(state: State, key: string, otherwise: string): string {
  const value = state.get(key);
  const name = state.global(key) ?? (typeOf(value) === "dtype" ? own(value, "dtype") : value);
  if (typeof name !== "string") return otherwise;
  const last = dtypeName(name.slice(name.lastIndexOf(".") + 1));
  return PYTHON.get(last) ?? last;
}
