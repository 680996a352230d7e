/** log Σ exp of a row, shifted by its maximum (scipy.special.logsumexp): −∞ for a row of −∞. */
export function logSumExp(values: Float64Array, row: number, cols: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < cols; k++) top = Math.max(top, values[row * cols + k]);
  const shift = Number.isFinite(top) ? top : 0;
  let sum = 0;
  for (let k = 0; k < cols; k++) sum += Math.exp(values[row * cols + k] - shift);
  return Math.log(sum) + shift;
}
