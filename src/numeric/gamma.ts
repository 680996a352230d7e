/**
 * The logarithm of the gamma function and its derivative for real numbers, to full double precision: relative to the
 * result, also next to the zeros at 1, 2 (lgamma) and 1.4616… (digamma).
 *
 * Sources: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.1.33 (series at 1), 6.1.41 and 6.3.18 (large
 * arguments), 6.1.17 and 6.3.7 (reflection), 6.3.16 (differences). Error against mpmath: below 4e-16 of the result plus
 * one unit in the last place of x for positive x; for negative x as much of the larger of the two terms reflected.
 */

const EULER = 0.577_215_664_901_532_9;
const HALF_LOG_TWO_PI = 0.918_938_533_204_672_8;
/** From here on the expansions for large arguments hold. */
const LARGE = 12;

/** Bernoulli numbers B₂, B₄ …, over 2k(2k − 1) for lgamma and over 2k for digamma. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

/** ζ(n) − 1 for n from 2 to 28; a series at |z| ≤ ½ needs no more. */
const ZETA = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827,
  0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9,
];

/** ln Γ(2 + z) for |z| ≤ ½. */
function nearTwo(z: number): number {
  let sum = 0;
  for (let n = ZETA.length + 1; n >= 2; n--) sum = -z * (sum + ZETA[n - 2] / n);
  return z * (1 - EULER - sum);
}

function stirling(x: number): number {
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) series = (series + BERNOULLI[k - 1] / (2 * k * (2 * k - 1))) / (k === 1 ? x : x * x);
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + series;
}

/** sin(πx), exact for whole and half x. */
function sinPi(x: number): number {
  const r = x - 2 * Math.round(x / 2);
  return Math.abs(r) <= 0.5 ? Math.sin(Math.PI * r) : Math.sin(Math.PI * (Math.sign(r) - r));
}

/** ln |Γ(x)|; infinite at 0, −1, −2 … (scipy.special.gammaln). */
export function lgamma(x: number): number {
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY) return x === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : x;
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x < 0) return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x);
  if (x < 0.5) return lgamma(x + 1) - Math.log(x);
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1);
  if (x <= 2.5) return nearTwo(x - 2);
  if (x >= LARGE) return x === Number.POSITIVE_INFINITY ? x : stirling(x);
  let product = 1;
  let y = x;
  while (y > 2.5) product *= --y;
  return Math.log(product) + nearTwo(y - 2);
}

/** The zero of digamma, as a sum of two doubles. */
const ROOT = 1.461_632_144_968_362_2;
const ROOT_REST = 9.549_995_429_965_697e-17;

function digammaLarge(x: number): number {
  const square = 1 / (x * x);
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) series = square * (series + BERNOULLI[k - 1] / (2 * k));
  return Math.log(x) - 0.5 / x - series;
}

/** digamma(x) − digamma(root), every term of it a multiple of x − root. */
function nearRoot(x: number): number {
  const step = x - ROOT - ROOT_REST;
  let sum = 0;
  for (let k = 0; k < LARGE; k++) sum += step / ((x + k) * (ROOT + k));
  const [a, b] = [x + LARGE, ROOT + LARGE];
  // The series' difference over the difference of its variables 1/a² and 1/b², by Horner's rule for both at once.
  const [u, v] = [1 / (a * a), 1 / (b * b)];
  let [value, slope] = [0, 0];
  for (let k = BERNOULLI.length; k >= 0; k--) {
    slope = slope * u + value;
    value = value * v + (k === 0 ? 0 : BERNOULLI[k - 1] / (2 * k));
  }
  return sum + Math.log1p(step / b) + step / (2 * a * b) + slope * step * (a + b) * u * v;
}

/** The derivative of ln Γ(x); NaN at 0, −1, −2 …, but −∞ at 0 and ∞ at −0 as in scipy.special.digamma. */
export function digamma(x: number): number {
  if (x === 0) return -1 / x;
  if (Number.isNaN(x) || x === Number.NEGATIVE_INFINITY || (x < 0 && Number.isInteger(x))) return Number.NaN;
  if (x < 0) return digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - Math.round(x)));
  if (x >= LARGE) return x === Number.POSITIVE_INFINITY ? x : digammaLarge(x);
  if (x >= 1 && x <= 2) return nearRoot(x);
  if (x < 1) return nearRoot(x + 1) - 1 / x;
  let sum = 0;
  let y = x;
  while (y > 2) sum += 1 / --y;
  return nearRoot(y) + sum;
}

/**
 * digamma as sklearn's topic models take it, with an error of up to 2e-9 (Bernardo, Algorithm AS 103, Applied Statistics
 * 1976; sklearn.decomposition._online_lda_fast): their answers carry that error.
 */
export function fastDigamma(x: number): number {
  if (x <= 1e-6) return -EULER - 1 / x;
  let result = 0;
  let y = x;
  for (; y < 6; y += 1) result -= 1 / y;
  const r = 1 / (y * y);
  return result + Math.log(y) - 0.5 / y - r * (1 / 12 - r * (1 / 120 - r * (1 / 252)));
}
