/** Numbers in the neutral format's spelling, as text; those that are many have their digits from `float-text.ts`. */

/** A finite float: shortest digits that read back to the same double, always with `.` or `e`. */
function floatText(value: number): string {
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const text = String(value);
  return Number.isInteger(value) && !text.includes("e") ? `${text}.0` : text;
}

/** Any float as a value. */
export function floatValue(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return `{"$type":"float","value":"${Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf"}"}`;
}

/** Any integer as a value. */
export function intValue(value: bigint): string {
  const safe = value >= -9007199254740991n && value <= 9007199254740991n;
  return safe ? value.toString() : `{"$type":"int","value":"${value.toString()}"}`;
}

/** Characters of a float, nearly always. */
export const FLOAT_LENGTH = 26;

/** Characters of an integer, at most. */
export function intLength(value: bigint): number {
  if (value >= -9007199254740991n && value <= 9007199254740991n) return 17;
  // 1.21 decimal digits for a hexadecimal one; printing it in decimals would take its square in time.
  return 32 + Math.ceil(value.toString(16).length * 1.21);
}

export const complexValue = (real: number, imag: number): string =>
  `{"$type":"complex","real":${floatValue(real)},"imag":${floatValue(imag)}}`;
