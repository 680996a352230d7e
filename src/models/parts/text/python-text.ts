/** Values as Python's `str` writes them: floats keep a `.0` and a two-digit exponent, None and booleans have Python's names. */

/** `repr` of a float: shortest digits, as an exponent below 1e-4 and from 1e16 on. */
function floatText(x: number): string {
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) return x.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  const text = Object.is(x, -0) ? "-0" : String(x);
  return text.includes(".") ? text : `${text}.0`;
}

/** `str` of a value of an array with the given dtype; whole numbers of object arrays count as ints. */
export function pythonText(value: unknown, dtype: string): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "number") return String(value);
  return dtype.startsWith("float") || !Number.isInteger(value) ? floatText(value) : String(value);
}
