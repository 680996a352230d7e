/**
 * numpy's sum of values that lie side by side (`pairwise_sum`, numpy 1.9 to 2.5), in the steps of their type: up to 128 in eight
 * chains, more in halves.
 */

/** So many are summed in one go. */
const BLOCK = 128;

function blockSum(data: Float32Array | Float64Array, from: number, count: number, round: (sum: number) => number): number {
  let at = 0;
  let sum = 0;
  if (count >= 8) {
    const chains = data.slice(from, from + 8);
    for (at = 8; at + 8 <= count; at += 8) for (let k = 0; k < 8; k++) chains[k] += data[from + at + k];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = chains;
    sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
  }
  for (; at < count; at++) sum = round(sum + data[from + at]);
  return sum;
}

/** The sum of `count` values from `from` on. The halves are as deep as the count has bits. */
export function pairwiseSum(data: Float32Array | Float64Array, from: number, count: number): number {
  const round = data instanceof Float32Array ? Math.fround : Number;
  if (count <= BLOCK) return blockSum(data, from, count, round);
  const half = (count >> 1) - ((count >> 1) % 8);
  return round(pairwiseSum(data, from, half) + pairwiseSum(data, from + half, count - half));
}
