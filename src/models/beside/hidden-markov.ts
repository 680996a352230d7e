/**
 * hmmlearn's GaussianHMM (hmm 0.2 to 0.3): rows are a sequence, or several of the given `lengths`. Likelihoods by the forward pass,
 * states by Viterbi's or the posteriors, all in logarithms; with `implementation="scaling"` hmmlearn computes the same without
 * them, and refuses what underflows. Its other models have no prediction here.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { cholesky, solveLower } from "../../numeric/linear-algebra.js";
import { logSumExp } from "../../numeric/log-sum-exp.js";
import { float64, int64, type Matrix, matrix } from "../../numeric/ndarray.js";
import { type MethodOptions, type ModelDefinition, methods, type Result } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

const LOG_2_PI = Math.log(2 * Math.PI);
/** The least normal double. */
const TINY = 2 ** -1022;
/** What is added where a matrix of covariances is not positive definite. */
const LEAST = 1e-7;
/** The sum of a step's likelihoods below which scaling is refused. */
const UNDERFLOW = Math.log(1e-300);

/** Log density of a row under a component. */
type Density = (x: Matrix, i: number) => number;

/** Probabilities in logarithms. @throws CornichonError `model.inconsistent` where a row does not sum to one */
function logsOf(state: State, probabilities: Float64Array, cols: number, key: string): Float64Array {
  for (let row = 0; row < probabilities.length / cols; row++) {
    const sum = probabilities.subarray(row * cols, (row + 1) * cols).reduce((total, value) => total + value, 0);
    if (!(Math.abs(sum - 1) <= 1e-8 + 1e-5)) throw state.inconsistent(`${key} does not sum to 1`);
  }
  return probabilities.map(Math.log);
}

function diagonal(mean: Float64Array, variances: Float64Array): Density {
  const d = mean.length;
  const held = variances.map((value) => Math.max(value, TINY));
  const constant = d * LOG_2_PI + held.reduce((sum, value) => sum + Math.log(value), 0);
  return (x, i) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (x.data[i * d + j] - mean[j]) ** 2 / held[j];
    return -0.5 * (constant + sum);
  };
}

function full(state: State, mean: Float64Array, covariances: Float64Array): Density {
  const d = mean.length;
  const lifted = covariances.map((value, at) => value + (at % (d + 1) === 0 ? LEAST : 0));
  const factor = cholesky(matrix(d, d, covariances)) ?? cholesky(matrix(d, d, lifted));
  if (factor === null) throw state.inconsistent("a matrix of covariances is not positive definite");
  let constant = d * LOG_2_PI;
  for (let j = 0; j < d; j++) constant += 2 * Math.log(factor.data[j * d + j]);
  return (x, i) => {
    const from = matrix(d, 1);
    for (let j = 0; j < d; j++) from.data[j] = x.data[i * d + j] - mean[j];
    return -0.5 * (constant + solveLower(factor, from).data.reduce((sum, value) => sum + value * value, 0));
  };
}

/** Values of a component: all of them where they are tied, one for all columns where there is no more. */
function covariancesOf(state: State, k: number, d: number): (component: number) => Float64Array {
  const { data } = state.numbers("_covars_");
  const type = state.text("covariance_type");
  const wanted = type === "tied" ? d * d : k * (type === "full" ? d * d : d);
  if (type === "spherical" && data.length === k) return (component) => new Float64Array(d).fill(data[component]);
  if (data.length !== wanted) throw state.inconsistent(`_covars_ has ${data.length} values where ${wanted} are needed`);
  return (component) => (type === "tied" ? data : data.subarray((component * wanted) / k, ((component + 1) * wanted) / k));
}

function densitiesOf(state: State, means: Matrix): readonly Density[] {
  const type = state.text("covariance_type");
  if (type === null || !["spherical", "diag", "tied", "full"].includes(type)) throw state.inconsistent("covariance_type is none");
  const covariances = covariancesOf(state, means.rows, means.cols);
  return Array.from({ length: means.rows }, (_, component) => {
    const mean = means.data.subarray(component * means.cols, (component + 1) * means.cols);
    const own = covariances(component);
    return type === "full" || type === "tied" ? full(state, mean, own) : diagonal(mean, own);
  });
}

class Chain {
  readonly #state: State;
  readonly #k: number;
  readonly #start: Float64Array;
  readonly #steps: Float64Array;
  readonly #densities: readonly Density[];

  constructor(state: State, means: Matrix) {
    this.#state = state;
    this.#k = means.rows;
    this.#start = logsOf(state, state.vector("startprob_", means.rows), means.rows, "startprob_");
    this.#steps = logsOf(state, state.matrix("transmat_", means.rows, means.rows).data, means.rows, "transmat_");
    this.#densities = densitiesOf(state, means);
  }

  #frame(x: Matrix, from: number, to: number): Float64Array {
    const out = new Float64Array((to - from) * this.#k);
    for (let i = from; i < to; i++)
      for (let c = 0; c < this.#k; c++) out[(i - from) * this.#k + c] = this.#densities[c]?.(x, i) ?? Number.NaN;
    return out;
  }

  /** @throws CornichonError `input.value` for what underflows where hmmlearn scales */
  #forward(frame: Float64Array): Float64Array {
    const k = this.#k;
    const out = frame.map((value, at) => (at < k ? value + this.#start[at] : value));
    const terms = new Float64Array(k);
    for (let at = k; at < out.length; at++) {
      const before = (Math.floor(at / k) - 1) * k;
      for (let c = 0; c < k; c++) terms[c] = out[before + c] + this.#steps[c * k + (at % k)];
      out[at] += logSumExp(terms, 0, k);
    }
    if (this.#state.text("implementation") === "scaling") this.#refuseUnderflow(out);
    return out;
  }

  #refuseUnderflow(forward: Float64Array): void {
    let before = 0;
    for (let row = 0; row < forward.length / this.#k; row++) {
      const sum = logSumExp(forward, row, this.#k);
      if (sum - before < UNDERFLOW)
        throw new CornichonError("input.value", sentence`The forward pass of ${showText(this.#state.name)} underflows at row ${row}.`);
      before = sum;
    }
  }

  #backward(frame: Float64Array): Float64Array {
    const k = this.#k;
    const out = new Float64Array(frame.length);
    const terms = new Float64Array(k);
    for (let at = frame.length - k - 1; at >= 0; at--) {
      const after = (Math.floor(at / k) + 1) * k;
      for (let c = 0; c < k; c++) terms[c] = this.#steps[(at % k) * k + c] + frame[after + c] + out[after + c];
      out[at] = logSumExp(terms, 0, k);
    }
    return out;
  }

  /** The log likelihood of a sequence, and the probability of each state in each of its rows. */
  posteriors(x: Matrix, from: number, to: number): { readonly log: number; readonly probabilities: Float64Array } {
    const k = this.#k;
    const frame = this.#frame(x, from, to);
    const [forward, backward] = [this.#forward(frame), this.#backward(frame)];
    const both = forward.map((value, at) => value + backward[at]);
    const sums = Float64Array.from({ length: to - from }, (_, row) => logSumExp(both, row, k));
    return {
      log: logSumExp(forward, to - from - 1, k),
      probabilities: both.map((value, at) => Math.exp(value - sums[Math.floor(at / k)])),
    };
  }

  /** The likeliest states of a sequence. */
  viterbi(x: Matrix, from: number, to: number): { readonly log: number; readonly states: Int32Array } {
    const k = this.#k;
    const best = this.#frame(x, from, to).map((value, at) => (at < k ? value + this.#start[at] : value));
    for (let at = k; at < best.length; at++) {
      const before = (Math.floor(at / k) - 1) * k;
      let most = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < k; c++) most = Math.max(most, best[before + c] + this.#steps[c * k + (at % k)]);
      best[at] += most;
    }
    const states = new Int32Array(to - from);
    for (let row = to - from - 1; row >= 0; row--) {
      const next = row + 1 < states.length ? states[row + 1] : -1;
      let most = Number.NEGATIVE_INFINITY;
      for (let c = 0; c < k; c++) {
        const value = best[row * k + c] + (next < 0 ? 0 : this.#steps[c * k + next]);
        if (value > most) [most, states[row]] = [value, c];
      }
    }
    return { log: best[best.length - k + states[states.length - 1]], states };
  }
}

/** Where sequences begin and end. @throws CornichonError `input.shape` for lengths that are not those of X */
function sequences(rows: number, lengths: unknown): readonly (readonly [number, number])[] {
  if (lengths === undefined || lengths === null) return [[0, rows]];
  const counts = Array.isArray(lengths) ? lengths.map(Number) : [];
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum !== rows || !counts.every((count) => Number.isInteger(count) && count > 0))
    throw new CornichonError("input.shape", sentence`The lengths of the sequences do not sum to the ${rows} rows of X.`);
  let from = 0;
  return counts.map((count) => {
    from += count;
    return [from - count, from] as const;
  });
}

function joined(parts: readonly ArrayLike<number>[], length: number): Float64Array {
  const out = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const total = (parts: readonly { readonly log: number }[]): number => parts.reduce((sum, { log }) => sum + log, 0);

/** The posteriors' own states, and how sure they are altogether. */
function likeliest(probabilities: Float64Array, k: number): { readonly log: number; readonly states: Int32Array } {
  const states = new Int32Array(probabilities.length / k);
  let log = 0;
  for (let row = 0; row < states.length; row++) {
    for (let c = 1; c < k; c++) if (probabilities[row * k + c] > probabilities[row * k + states[row]]) states[row] = c;
    log += probabilities[row * k + states[row]];
  }
  return { log, states };
}

function decoderOf(state: State, chain: Chain, k: number, options: MethodOptions) {
  const name = options["algorithm"] ?? state.text("algorithm") ?? "viterbi";
  if (name !== "viterbi" && name !== "map") throw new CornichonError("input.value", sentence`Unknown decoder ${showText(String(name))}`);
  return (x: Matrix, from: number, to: number) =>
    name === "viterbi" ? chain.viterbi(x, from, to) : likeliest(chain.posteriors(x, from, to).probabilities, k);
}

export const HIDDEN_MARKOV: readonly ModelDefinition[] = [
  {
    class: "hmmlearn.hmm.GaussianHMM",
    build: (state) => {
      const means = state.matrix("means_");
      const expected = expectationOf(state, means.cols);
      const chain = new Chain(state, means);
      const each = <T>(x: Samples, options: MethodOptions, ask: (m: Matrix, from: number, to: number) => T): readonly T[] => {
        const m = x.matrix(expected);
        if (!m.data.every(Number.isFinite)) throw new CornichonError("input.value", sentence`Input contains NaN or infinity.`);
        if (m.rows === 0) throw new CornichonError("input.shape", sentence`Found array with 0 samples where at least one is needed.`);
        return sequences(m.rows, options["lengths"]).map(([from, to]) => ask(m, from, to));
      };
      const decode = (x: Samples, options: MethodOptions) => each(x, options, decoderOf(state, chain, means.rows, options));
      const states = (x: Samples, parts: readonly { readonly states: Int32Array }[]): Result =>
        int64(
          [x.rows],
          joined(
            parts.map((part) => part.states),
            x.rows,
          ),
        );
      const posteriors = (x: Samples, options: MethodOptions) => each(x, options, (m, from, to) => chain.posteriors(m, from, to));
      const proba = (x: Samples, parts: ReturnType<typeof posteriors>): Result =>
        float64(
          [x.rows, means.rows],
          joined(
            parts.map((part) => part.probabilities),
            x.rows * means.rows,
          ),
        );
      return {
        ...expected,
        methods: methods({
          predict: (x, options) => states(x, decode(x, options)),
          predict_proba: (x, options) => proba(x, posteriors(x, options)),
          score: (x, options) => total(posteriors(x, options)),
          score_samples: (x, options) => {
            const parts = posteriors(x, options);
            return [total(parts), proba(x, parts)];
          },
          decode: (x, options) => {
            const parts = decode(x, options);
            return [total(parts), states(x, parts)];
          },
        }),
      };
    },
  },
];
