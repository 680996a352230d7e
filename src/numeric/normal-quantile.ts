/**
 * The standard normal distribution: its quantile by Wichura's algorithm AS 241 (PPND16, Applied Statistics 37, 1988;
 * relative error about 1e-16), and its cumulative probability by the series and the continued fraction of erfc
 * (Abramowitz and Stegun 7.1.6 and 7.1.14; relative error below 1e-14 down to −37).
 */

/** Coefficients from the constant up, numerator and denominator in turn. */
const CENTRE = [
  [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
    33430.575583588128105, 2509.0809287301226727,
  ],
  [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852854561,
  ],
] as const;
const MIDDLE = [
  [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
    0.24178072517745061177, 0.0227238449892691845833, 0.00077454501427834140764,
  ],
  [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459, 0.0151986665636164571966,
    0.0005475938084995344946, 1.05075007164441684324e-9,
  ],
] as const;
const TAIL = [
  [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
    0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  [
    1, 0.59983220655588793769, 0.1369298809227358053, 0.0148753612908506148525, 0.0007868691311456132591, 1.8463183175100546818e-5,
    1.4215117583164458887e-7, 2.04426310338993978564e-15,
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
