/**
 * The standard normal distribution: its quantile by Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988;
 * relative error about 1e-16), and its cumulative probability by the series and the continued fraction of erfc
 * (Abramowitz and Stegun 7.1.6 and 7.1.14; relative error below 1e-14 down to −37).
 */

/** Coefficients from the constant up, numerator and denominator in turn. */
export const CENTRE = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813,
    2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
    5226.495278852854,
  ],
] as const;
export const MIDDLE = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
    0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345,
    1.0507500716444169e-9,
  ],
] as const;
export const TAIL = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784,
    0.000027115555687434876, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 0.000018463183175100548, 1.421511758316446e-7,
    2.0442631033899397e-15,
  ],
] as const;

const polynomial = (coefficients: readonly number[], x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);
const ratio = ([top, bottom]: readonly (readonly number[])[], x: number): number => polynomial(top ?? [], x) / polynomial(bottom ?? [], x);

/** x with Φ(x) = p: −∞ at 0, ∞ at 1, NaN outside (scipy.stats.norm.ppf). */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const x = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(TAIL, r - 5);
  return q < 0 ? -x : x;
}

const MOST_TERMS = 200;

/** erf by its series of positive terms, for 0 ≤ x < 1. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < MOST_TERMS && term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(x²) · erfc(x) by its continued fraction from the far end, for x ≥ 1. */
function erfcFraction(x: number): number {
  let below = x;
  for (let n = MOST_TERMS; n > 0; n--) below = x + n / 2 / below;
  return 1 / (Math.sqrt(Math.PI) * below);
}

/** Φ(x) (scipy.stats.norm.cdf). */
export function normalCumulative(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  if (z < 1) return 0.5 + (Math.sign(x) * erfSeries(z)) / 2;
  const tail = (Math.exp((-x * x) / 2) * erfcFraction(z)) / 2;
  return x < 0 ? tail : 1 - tail;
}
