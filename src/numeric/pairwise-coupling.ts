/**
 * Probabilities of classes from decision values of pairs: Platt's sigmoids, coupled by the second method of Wu, Lin and
 * Weng (2004) as libsvm iterates it (sklearn/svm/src/libsvm/svm.cpp 1.5, multiclass_probability): where it stops is part
 * of the answer.
 */
import { type Matrix, matrix } from "./ndarray.js";

const LEAST_PROBABILITY = 1e-7;

/** Platt's sigmoid, falling. */
function platt(value: number, a: number, b: number): number {
  const exponent = value * a + b;
  const p = exponent >= 0 ? Math.exp(-exponent) / (1 + Math.exp(-exponent)) : 1 / (1 + Math.exp(exponent));
  return Math.min(Math.max(p, LEAST_PROBABILITY), 1 - LEAST_PROBABILITY);
}

/** Probabilities of the classes from one sample's decision values. */
export function coupled(decisions: Float64Array, a: Float64Array, b: Float64Array, classes: number): Float64Array {
  const r = matrix(classes, classes);
  let p = 0;
  for (let i = 0; i < classes; i++)
    for (let j = i + 1; j < classes; j++, p++) {
      r.data[i * classes + j] = platt(decisions[p], a[p], b[p]);
      r.data[j * classes + i] = 1 - r.data[i * classes + j];
    }
  return couple(coupling(r));
}

/** The quadratic form whose minimum over probabilities is sought. */
function coupling({ rows: k, data: r }: Matrix): Matrix {
  const q = matrix(k, k);
  for (let t = 0; t < k; t++)
    for (let j = 0; j < k; j++) {
      const [there, back] = [r[j * k + t], r[t * k + j]];
      if (j === t) continue;
      q.data[t * k + t] += there * there;
      q.data[t * k + j] = -there * back;
    }
  return q;
}

function couple({ rows: k, data: q }: Matrix): Float64Array {
  const p = new Float64Array(k).fill(1 / k);
  const qp = new Float64Array(k);
  const enough = 0.005 / k;
  for (let round = Math.max(100, k); round > 0; round--) {
    let total = 0;
    for (let t = 0; t < k; t++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += q[t * k + j] * p[j];
      qp[t] = sum;
      total += p[t] * sum;
    }
    if (qp.every((value) => Math.abs(value - total) < enough)) break;
    for (let t = 0; t < k; t++) {
      const own = q[t * k + t];
      const step = (total - qp[t]) / own;
      p[t] += step;
      total = (total + step * (step * own + 2 * qp[t])) / (1 + step) / (1 + step);
      for (let j = 0; j < k; j++) {
        qp[j] = (qp[j] + step * q[t * k + j]) / (1 + step);
        p[j] /= 1 + step;
      }
    }
  }
  return p;
}
