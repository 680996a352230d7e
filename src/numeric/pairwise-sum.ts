/**
 * numpy's sum of float32 values that lie side by side (`pairwise_sum`, numpy 1.9 to 2.5): up to 128 in eight chains, more in halves.
 */

/** So many are summed in one go. */
const BLOCK = 128;

function blockSum(data: Float32Array, from: number, count: number): number {
  const f = Math.fround;
  let at = 0;
  let sum = 0;
  if (count >= 8) {
    const chains = data.slice(from, from + 8);
    for (at = 8; at + 8 <= count; at += 8) for (let k = 0; k < 8; k++) chains[k] += data[from + at + k];
    const [a = 0, b = 0, c = 0, d = 0, e = 0, g = 0, h = 0, i = 0] = chains;
    sum = f(f(f(a + b) + f(c + d)) + f(f(e + g) + f(h + i)));
  }
  for (; at < count; at++) sum = f(sum + data[from + at]);
  return sum;
}

/** The sum of `count` values from `from` on, in float32 steps. The halves are as deep as the count has bits. */
export function pairwiseSumFloat32(data: Float32Array, from: number, count: number): number {
  if (count <= BLOCK) return blockSum(data, from, count);
  const half = (count >> 1) - ((count >> 1) % 8);
  return Math.fround(pairwiseSumFloat32(data, from, half) + pairwiseSumFloat32(data, from + half, count - half));
}
