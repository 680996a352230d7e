/**
 * The form of X, before any value is looked at: how many axes and rows it has, and of which kind its values are. Only the
 * first row of a list is looked at; what is wrong further down is met when the rows are read.
 */
import type { NDArray } from "../../numeric/ndarray.js";
import { passesSparse, refuse } from "./checks.js";
import type { Check } from "./rules.js";
import { dtypeName, isNDArray, isRecord, isSparse, isTable, type X } from "./x.js";

const shapeText = (shape: readonly number[]): string => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

/** numpy's way to print the first values of an array with one axis. */
function printed(values: ArrayLike<unknown>): string {
  const shown = Array.from(
    Array.from({ length: Math.min(values.length, 6) }, (_, i) => values[i]),
    (value) =>
      typeof value === "number" && Number.isInteger(value)
        ? `${value}.`
        : typeof value === "string"
          ? `'${value.slice(0, 40)}'`
          : String(value).slice(0, 40),
  );
  return `[${shown.join(" ")}${values.length > 6 ? " ..." : ""}]`;
}

/** Characters of the longest text: what numpy calls `<U5`. */
const longest = (texts: readonly unknown[]): number =>
  texts.reduce<number>((most, text) => (typeof text === "string" ? Math.max(most, Array.from(text).length) : most), 1);

function checkList(x: readonly unknown[], check: Check): void {
  const first = x[0];
  if (x.length === 0 || (!Array.isArray(first) && !isRecord(first))) {
    refuse(check, "one", { array: printed(x), rows: x.length, shape: shapeText([x.length]) });
    if (x.length === 0) refuse(check, "empty", { shape: "(0,)", features: 0 });
  } else if (Array.isArray(first)) {
    if (Array.isArray(first[0])) refuse(check, "three", { dim: 3 });
    else if (typeof first[0] === "string" && x.every((row) => Array.isArray(row) && row.every((value) => typeof value === "string")))
      refuse(check, "strings", { size: longest(x.flat()) });
  }
}

function checkArray({ dtype, shape, data }: NDArray, check: Check): void {
  if (shape.length < 2) refuse(check, "one", { array: printed(data), shape: shapeText(shape) });
  if (shape.length > 2) refuse(check, "three", { dim: shape.length, shape: shapeText(shape) });
  if (shape[0] === 0) refuse(check, "empty", { shape: shapeText(shape), features: shape[1] ?? 0 });
  const name = dtypeName(dtype);
  if (name.startsWith("complex")) refuse(check, "complex", { array: "" });
  if (/^[US]\d+$/.test(name)) refuse(check, "strings", { size: name.slice(1) });
}

/** Refuses a form that the rule refuses. @throws CornichonError `input.shape`, `input.malformed` */
export function checkForm(x: X, check: Check): void {
  const list: readonly unknown[] | null = Array.isArray(x) ? x : null;
  if (list !== null) checkList(list, check);
  else if (isTable(x)) {
    if (x.rows.length === 0) refuse(check, "empty", { shape: `(0, ${x.columns.length})`, features: x.columns.length });
  } else if (isSparse(x)) {
    if (x.shape[0] === 0 && !passesSparse(check)) refuse(check, "empty", { shape: shapeText(x.shape), features: x.shape[1] });
  } else if (isNDArray(x)) checkArray(x, check);
}
