/**
 * Refuses huge typed arrays while something runs: an array that no memory is touched of costs nothing on Linux, so a
 * size that was taken from a number in a document would go unseen.
 */
const NAMES = ["Float64Array", "Float32Array", "Int32Array", "Uint32Array", "Uint8Array"] as const;

class HugeArray extends Error {}

/** Runs `work` with typed arrays of at most `most` elements. @throws HugeArray */
export function withoutHugeArrays<T>(most: number, work: () => T): T {
  const real = NAMES.map((name) => [name, Reflect.get(globalThis, name)] as const);
  for (const [name, array] of real) {
    const watched: object = new Proxy(array, {
      construct(target, args, newTarget) {
        if (typeof args[0] === "number" && args[0] > most) throw new HugeArray(`${name} of ${args[0]}`);
        return Reflect.construct(target, args, newTarget === watched ? target : newTarget);
      },
    });
    Reflect.set(globalThis, name, watched);
  }
  try {
    return work();
  } finally {
    for (const [name, array] of real) Reflect.set(globalThis, name, array);
  }
}
