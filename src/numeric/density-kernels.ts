/**
 * Kernels of density estimates: the log of a kernel at a distance, and of what normalizes it in `d` dimensions
 * (sklearn.neighbors._binary_tree._log_kernel_norm 1.7; volumes and surfaces of balls by the gamma function).
 */
import { lgamma } from "./gamma.js";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** ln of the volume of the unit ball. */
const logVolume = (d: number): number => 0.5 * d * Math.log(Math.PI) - lgamma(0.5 * d + 1);

/** ln of the surface of the unit sphere in `d + 1` dimensions. */
const logSurface = (d: number): number => LOG_TWO_PI + logVolume(d - 1);

export interface DensityKernel {
  /** ln K at distance `x` for bandwidth `h`. */
  readonly log: (x: number, h: number) => number;
  /** ln ∫ K in `d` dimensions for bandwidth 1. */
  readonly logNorm: (d: number) => number;
}

/** The kernel inside of the bandwidth, nothing outside. */
const inside =
  (log: (share: number, x: number, h: number) => number) =>
  (x: number, h: number): number =>
    x < h ? log(x / h, x, h) : Number.NEGATIVE_INFINITY;

function cosineNorm(d: number): number {
  let [factor, term] = [0, 2 / Math.PI];
  for (let k = 1; k <= d; k += 2) {
    factor += term;
    term *= -(d - k) * (d - k - 1) * (2 / Math.PI) ** 2;
  }
  return Math.log(factor) + logSurface(d - 1);
}

/** By sklearn's names. */
export const DENSITY_KERNELS: ReadonlyMap<string, DensityKernel> = new Map([
  ["gaussian", { log: (x: number, h: number) => (-0.5 * (x * x)) / (h * h), logNorm: (d: number) => 0.5 * d * LOG_TWO_PI }],
  ["tophat", { log: inside(() => 0), logNorm: logVolume }],
  [
    "epanechnikov",
    { log: inside((_, x, h) => Math.log(1 - (x * x) / (h * h))), logNorm: (d: number) => logVolume(d) + Math.log(2 / (d + 2)) },
  ],
  ["exponential", { log: (x: number, h: number) => -x / h, logNorm: (d: number) => logSurface(d - 1) + lgamma(d) }],
  ["linear", { log: inside((share) => Math.log(1 - share)), logNorm: (d: number) => logVolume(d) - Math.log(d + 1) }],
  ["cosine", { log: inside((_, x, h) => Math.log(Math.cos((0.5 * Math.PI * x) / h))), logNorm: cosineNorm }],
]);
