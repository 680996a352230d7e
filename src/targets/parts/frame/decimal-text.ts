/** Floats as Python and numpy print them: the shortest digits that read back the same, a point or an exponent always. */

/** Digits and exponent as Python writes them. */
function placed(exponential: string, isScientific: boolean): string {
  const [mantissa = "", power = "0"] = exponential.split("e");
  const exponent = Number(power);
  const sign = mantissa.startsWith("-") ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (isScientific) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits.slice(0, 1)}${rest}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function odd(value: number): string | null {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0.0" : null;
}

/** `repr` of a float. */
export function floatText(value: number): string {
  const special = odd(value);
  if (special !== null) return special;
  // Most are of a size where JavaScript and Python write alike.
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(value) ? `${value}.0` : String(value);
  return placed(value.toExponential(), size !== 0);
}

/** A kind of floats that are shorter than Python's. */
export interface Narrow {
  /** The nearest one. */
  readonly round: (value: number) => number;
  /** From where on numpy writes an exponent: it has no more digits to show. */
  readonly large: number;
}

/** A float16 or float32 by the fewest digits that are no other of its kind. */
export function narrowText(value: number, { round, large }: Narrow): string {
  const special = odd(value);
  if (special !== null) return special;
  const size = Math.abs(value);
  const isScientific = size !== 0 && (size < 1e-4 || size >= large);
  for (let digits = 0; digits < 9; digits++) {
    const text = value.toExponential(digits);
    if (round(Number(text)) === value) return placed(text, isScientific);
  }
  return placed(value.toExponential(), isScientific);
}

/** The nearest half-precision number, ties to even. */
function roundHalf(value: number): number {
  const size = Math.abs(value);
  if (size === 0) return value;
  const step = 2 ** (Math.max(-14, Math.floor(Math.log2(size))) - 10);
  const scaled = size / step;
  const floor = Math.floor(scaled);
  const up = scaled - floor > 0.5 || (scaled - floor === 0.5 && floor % 2 === 1);
  return Math.sign(value) * (floor + (up ? 1 : 0)) * step;
}

export const SINGLE: Narrow = { round: Math.fround, large: 1e6 };
export const HALF: Narrow = { round: roundHalf, large: 1e3 };
