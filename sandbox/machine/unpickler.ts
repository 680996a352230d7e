/**
 * Which unpickler reads a stream: C's (`pickle.load`, `numpy.load`), the pure Python one (joblib's own stream), or either
 * of them for the stream of an object array (joblib up to 1.5 and from 1.6 on).
 */
import type { Reading } from "./machine.js";

export type Unpickler = "c" | "python" | "either";

export function unpicklerOf(stream: { readonly machine: { readonly reading: Reading }; readonly depth: number }): Unpickler {
  if (stream.machine.reading === "pickle") return "c";
  return stream.depth === 0 ? "python" : "either";
}
