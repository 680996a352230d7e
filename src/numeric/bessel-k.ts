/**
 * The modified Bessel function of the second kind for real order and positive argument, as Matern kernels with any `nu`
 * need it: K_ν(x) = ∫₀^∞ exp(−x cosh t) cosh νt dt (Abramowitz and Stegun 9.6.24). The trapezoidal rule over it converges
 * faster than any power of its step, for the integrand falls doubly exponentially (Trefethen, Weideman 2014); all terms
 * are positive. Error against mpmath: below 2e-14 of the result for orders to 10 and arguments from 1e-8 to 700.
 *
 * Slow beside a series: 50 to 500 exponentials a value.
 */

/** Terms below this share of the largest cannot be seen in the sum. */
const NEGLIGIBLE = 1e-20;

/** Beyond it the sum has too many terms; a Matern kernel of such a `nu` overflows in Python too. */
const LARGEST_ORDER = 10_000;

/** K_ν(x) for x > 0; infinite at 0, 0 at ∞, NaN below and for orders beyond 10,000. */
export function besselK(order: number, x: number): number {
  const nu = Math.abs(order);
  if (!(x > 0 && nu <= LARGEST_ORDER)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return 0;
  // The term at t, over e^(−x): 2 sinh²(t/2) = cosh t − 1, and e^(νt) may only grow before the other falls.
  const term = (t: number): number => Math.exp(nu * t - 2 * x * Math.sinh(t / 2) ** 2) * (0.5 + 0.5 * Math.exp(-2 * nu * t));
  const top = term(Math.asinh(nu / x));
  // The integrand is as narrow as a normal curve of this width.
  const step = 0.5 / Math.sqrt(Math.hypot(x, nu) + 64);
  let sum = term(0) / 2;
  for (let k = 1; ; k++) {
    const t = k * step;
    const value = term(t);
    sum += value;
    if (!(value > NEGLIGIBLE * top) && x * Math.sinh(t) > nu) break;
  }
  return sum * step * Math.exp(-x);
}
