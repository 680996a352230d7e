/** The order in which an array's items lie: documents have C's, files and pickles the one that Python had. Linear. */

/** Items of C order in Fortran's: the first axis runs fastest. */
export function inFortranOrder(bytes: Uint8Array, shape: readonly number[], width: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, width));
  const place = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to += width) {
    out.set(bytes.subarray(from, from + width), to);
    for (let axis = 0; axis < shape.length; axis++) {
      const [size = 0, step = 0, at = 0] = [shape[axis], steps[axis], place[axis]];
      from += step;
      place[axis] = at + 1;
      if (at + 1 < size) break;
      from -= size * step;
      place[axis] = 0;
    }
  }
  return out;
}
