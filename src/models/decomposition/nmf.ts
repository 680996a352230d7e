/**
 * sklearn.decomposition.NMF, MiniBatchNMF and ProjectedGradientNMF: the non-negative weights of the components in each
 * row, found by the solver that the model was fitted with and ended as sklearn ends it: all rows asked about count
 * together (sklearn.decomposition._nmf 0.17 to 1.9).
 */

import { CornichonError, sentence, showText } from "../../errors.js";
import { multiplyTransposed, transpose } from "../../numeric/linear-algebra.js";
import { floats, floatType, type Matrix } from "../../numeric/ndarray.js";
import { coordinateDescent } from "../../numeric/nonnegative/coordinate-descent.js";
import { multiplicativeUpdate, multiplicativeUpdateByChange, type Updates } from "../../numeric/nonnegative/multiplicative-update.js";
import type { Penalty } from "../../numeric/nonnegative/penalty.js";
import { projectedGradient } from "../../numeric/nonnegative/projected-gradient.js";
import type { Sparse } from "../../numeric/sparse.js";
import { timesTransposed } from "../../numeric/sparse-product.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { checkFiniteForLinalg } from "../parts/finite.js";
import { addDiagonal } from "../parts/projections/latent.js";
import { projected } from "../parts/projections/projection.js";
import { seeded } from "../parts/stored/random-state.js";
import type { State } from "../state.js";

/** `single`: X is of float32. */
type Solver = (x: Matrix | Sparse, single: boolean) => Matrix;

const MOST_ROUNDS = 1e6;
const LOSSES: ReadonlyMap<string, number> = new Map([
  ["frobenius", 2],
  ["kullback-leibler", 1],
  ["itakura-saito", 0],
]);

/** `alpha_W` grows with the features; the older `alpha` counts where `regularization` covers W. */
function penaltyOf(state: State, features: number): Penalty {
  const ratio = state.number("l1_ratio") ?? 0;
  const weight = state.number("alpha_W") ?? 0;
  const covered = [undefined, "deprecated", "both", "transformation"].some((scope) => scope === state.get("regularization"));
  const old = covered ? (state.number("alpha") ?? 0) : 0;
  const alpha = weight !== 0 || state.number("alpha_H") !== null ? features * weight : old;
  return { l1: alpha * ratio, l2: alpha * (1 - ratio) };
}

function updatesOf(state: State, h: Matrix): Updates {
  const beta = state.number("beta_loss") ?? LOSSES.get(state.text("beta_loss") ?? "frobenius");
  if (beta === undefined) throw state.inconsistent("beta_loss is unknown");
  return { h, beta, penalty: penaltyOf(state, h.cols), floor: state.since(1, 3) };
}

/** X may not have zeros (to 0.21 no stored ones) where the divergence needs their logarithm. @throws CornichonError `input.malformed` */
function checkZeros(x: Matrix | Sparse, beta: number, implicit: boolean): void {
  const zeros = "indptr" in x && implicit ? x.data.length < x.shape[0] * x.shape[1] : Array.from(x.data, Number).includes(0);
  if (beta <= 0 && zeros)
    throw new CornichonError(
      "input.malformed",
      sentence`When beta_loss <= 0 and X contains zeros, the solver may diverge. Please add small values to X, or use a positive beta_loss.`,
    );
}

/** Zeros that sparse rows store do not count as values of X, where its stored values do. @throws CornichonError `input.malformed` */
function checkStored(x: Matrix | Sparse, beta: number): void {
  if ("indptr" in x && beta !== 2 && Array.from(x.data, Number).includes(0))
    throw new CornichonError("input.malformed", sentence`NMF takes no sparse rows that store zeros where beta_loss is not 'frobenius'.`);
}

/** Lin's solver, with the two ways to ask for sparse factors. */
function gradientSolver(state: State, h: Matrix): Solver {
  const sparseness = state.text("sparseness");
  const gram = multiplyTransposed(h, h);
  const penalized =
    sparseness === "data"
      ? { ...gram, data: gram.data.map((value) => value + state.amount("beta")) }
      : sparseness === "components"
        ? addDiagonal(gram, () => state.amount("eta"))
        : gram;
  const [tolerance, rounds] = [state.amount("tol"), state.whole("nls_max_iter", 0, MOST_ROUNDS)];
  const [alpha, ratio] = [state.number("alpha") ?? 0, state.number("l1_ratio") ?? 0];
  return (x) => projectedGradient(penalized, timesTransposed(x, h), alpha, ratio, tolerance, rounds);
}

/** Gives the order of the components in each round, beginning anew: as they stand, or shuffled by the seed. */
function orderOf(state: State, count: number): () => () => ArrayLike<number> {
  const plain = Int32Array.from({ length: count }, (_, k) => k);
  if (!state.flag("shuffle", false)) return () => () => plain;
  const seed = seeded(state, "NMF.transform with shuffle=True");
  return () => {
    const random = seed();
    return () => {
      const order = Int32Array.from(plain);
      for (let i = count - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    };
  };
}

function solverOf(state: State, h: Matrix): Solver {
  const solver = state.text("solver") ?? "mu";
  if (solver === "pg") return gradientSolver(state, h);
  const [tolerance, rounds] = [state.amount("tol"), state.whole("max_iter", 0, MOST_ROUNDS)];
  if (solver === "cd") {
    const penalty = penaltyOf(state, h.cols);
    const order = orderOf(state, h.rows);
    return (x) => coordinateDescent(x, h, penalty, tolerance, rounds, order());
  }
  if (solver !== "mu") throw state.inconsistent("solver is neither cd nor mu nor pg");
  const updates = updatesOf(state, h);
  if (!state.className.includes("MiniBatch"))
    return (x) => {
      checkZeros(x, updates.beta, state.since(0, 22));
      checkStored(x, updates.beta);
      return multiplicativeUpdate(x, updates, tolerance, rounds);
    };
  const most = state.has("transform_max_iter") ? state.whole("transform_max_iter", 0, MOST_ROUNDS) : rounds;
  const parts = state.dtype("components_") === "float32";
  return (x, single) => {
    const types = { singleRows: single && !parts, singleParts: parts && !single };
    const w = multiplicativeUpdateByChange(x, { ...updates, ...types }, tolerance, most);
    checkFiniteForLinalg(w.data); // scipy's norm tells when to stop
    return w;
  };
}

/** From 0.24 on, which keeps float32, X and the components must be alike, but for models of batches. @throws CornichonError `input.malformed` */
function checkType(state: State, x: string, components: string): void {
  if (state.name === "MiniBatchNMF" || state.before(0, 24) || floatType(x) === floatType(components)) return;
  throw new CornichonError("input.malformed", sentence`H should have the same dtype as X. Got H.dtype = ${showText(components)}.`);
}

const factorization = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.decomposition.${name}`,
    build: (state) => {
      const h = state.matrix("components_");
      if (h.rows === 0) throw state.inconsistent("it has no components");
      const dtypes = [state.dtype("components_")];
      const expected = expectationOf(state, h.cols);
      const solve = solverOf(state, h);
      const batches = name === "MiniBatchNMF";
      return {
        ...expected,
        methods: methods({
          transform: (x) => {
            checkType(state, x.dtype, dtypes[0] ?? "");
            const rows = x.sparse(expected) ?? x.matrix(expected);
            if (Array.from(rows.data, Number).some((value) => value < 0))
              throw new CornichonError("input.malformed", sentence`Negative values in data passed to ${showText(name)} (input X).`);
            const w = solve(rows, floatType(x.dtype) === "float32");
            // A model of batches keeps X's dtype, the others take no other than their own.
            return floats(floatType(x.dtype, ...(batches ? [] : dtypes)), [w.rows, w.cols], w.data);
          },
          inverse_transform: projected(unnamed(name, h.rows), { weights: transpose(h), dtypes }),
          get_feature_names_out: prefixedNames(state, h.rows),
        }),
      };
    },
  });

export const MiniBatchNMF = factorization("MiniBatchNMF");
export const NMF = factorization("NMF");
export const ProjectedGradientNMF = factorization("ProjectedGradientNMF");
