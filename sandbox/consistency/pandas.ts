/**
 * pandas: codes of categoricals and multi-indexes, and the places of a frame's blocks. Native code takes from an array by
 * these numbers without a check, some of it while the file is loaded. Each array is read once, in the order of the
 * payloads, however many indexes share it.
 */
import type { PlainReason } from "../finding/reasons.js";
import { sliceOf } from "../machine/checkers/pandas/blocks.js";
import { type Bits, type Codes, madeBy, type Places, type Runs } from "../machine/checkers/pandas/facts.js";
import type { Machine } from "../machine/index.js";
import type { Handle } from "../tape/handle.js";
import { type ArrayView, eachItem, integerReader, type Payloads, viewOf } from "./array-view.js";
import { isRising } from "./sparse.js";

/** What is wrong with an instance of pandas. */
export interface PandasProblem {
  readonly instance: Handle;
  readonly why: PlainReason;
}

export function pandasProblems(machine: Machine, payloads: Payloads): readonly PandasProblem[] {
  const { codes, places, runs, bits, starts } = madeBy(machine);
  const placements = places.flatMap(({ placements: all }) => all.filter((place) => sliceOf(machine, place) === null));
  const numbers = new Numbers(payloads, codes, [...placements, ...runs.flatMap((run) => [run.starts, run.lengths ?? run.starts])]);
  const problems: PandasProblem[] = [];
  const tell = (instance: Handle, why: PlainReason | null): void => {
    if (why !== null) problems.push({ instance, why });
  };
  for (const code of codes) tell(code.instance, codesProblem(numbers, code));
  for (const frame of places) tell(frame.instance, placesProblem(machine, numbers, frame));
  for (const { instance, array, most } of starts) tell(instance, isRising(payloads, array, most) ? null : "consistency.starts");
  for (const run of runs) tell(run.instance, runsProblem(numbers, run));
  for (const bit of bits) tell(bit.instance, bitsProblem(payloads, bit));
  return problems;
}

/** Runs of a sparse array: in their order, apart, inside it, and as many places as there are values. */
function runsProblem(numbers: Numbers, { starts, lengths, total, length }: Runs): PlainReason | null {
  const places = numbers.values(starts);
  const sizes = lengths === null ? null : numbers.values(lengths);
  if (places === null || (lengths !== null && sizes === null)) return "consistency.no-numbers";
  let [end, held] = [0, 0];
  for (const [k, start] of places.entries()) {
    const size = sizes === null ? 1 : (sizes[k] ?? 0);
    if (start < end || size < 1) return "consistency.runs";
    end = start + size;
    held += size;
  }
  if (end > length) return "consistency.runs";
  return held === total ? null : "consistency.sum";
}

/** Bits that say which texts are there: as many are not as the array says. */
function bitsProblem(payloads: Payloads, { array, size, nulls }: Bits): PlainReason | null {
  const view = viewOf(payloads, array);
  if (view === null) return "consistency.no-bytes";
  let missing = 0;
  const why = eachItem(payloads, view, (bytes, at, i) => {
    const byte = bytes.getUint8(at);
    for (let bit = 8 * i; bit < Math.min(size, 8 * i + 8); bit++) if (((byte >> (bit & 7)) & 1) === 0) missing++;
    return null;
  });
  return why ?? (missing === nulls ? null : "consistency.nulls");
}

function codesProblem(numbers: Numbers, { array, most }: Codes): PlainReason | null {
  const range = numbers.range(array);
  if (range === null) return "consistency.no-numbers";
  return range.least >= -1 && range.most < most ? null : "consistency.code";
}

/** Each column in one block. */
function placesProblem(machine: Machine, numbers: Numbers, { placements, columns }: Places): PlainReason | null {
  const slices = placements.map((place) => sliceOf(machine, place));
  if (slices.every((slice) => slice !== null && slice.step === 1)) {
    const inOrder = slices.flatMap((slice) => (slice === null ? [] : [slice])).sort((a, b) => a.start - b.start || a.count - b.count);
    let next = 0;
    for (const { start, count } of inOrder) {
      if (count > 0 && start !== next) return UNEVEN;
      next += count;
    }
    return next === columns ? null : UNEVEN;
  }
  const seen = new Uint8Array(columns);
  let held = 0;
  const take = (column: number): boolean => {
    if (column < 0 || column >= columns || seen[column] === 1) return false;
    seen[column] = 1;
    held++;
    return true;
  };
  for (const [i, place] of placements.entries()) {
    const slice = slices[i] ?? null;
    const values = slice === null ? numbers.values(place) : null;
    const count = slice?.count ?? values?.length ?? 0;
    for (let k = 0; k < count; k++) if (!take(slice === null ? (values?.[k] ?? -1) : slice.start + k * slice.step)) return UNEVEN;
  }
  return held === columns ? null : UNEVEN;
}

const UNEVEN = "consistency.columns";

/** The least and the greatest of an array of integers, and for places all of them. */
class Numbers {
  readonly #ranges = new Map<Handle, { readonly least: number; readonly most: number }>();
  readonly #values = new Map<Handle, Float64Array>();

  constructor(payloads: Payloads, codes: readonly Codes[], placements: readonly Handle[]) {
    const kept = new Set(placements);
    const views: [Handle, ArrayView][] = [];
    for (const array of new Set([...codes.map((code) => code.array), ...kept])) {
      const view = viewOf(payloads, array);
      if (view !== null) views.push([array, view]);
    }
    views.sort(([, a], [, b]) => a.place - b.place || a.offset - b.offset);
    for (const [array, view] of views) this.#read(payloads, array, view, kept.has(array));
  }

  #read(payloads: Payloads, array: Handle, view: ArrayView, keep: boolean): void {
    const read = integerReader(view.dtype);
    if (read === null) return;
    const values = new Float64Array(keep ? view.shape.reduce((product, n) => product * n, 1) : 0);
    let [least, most] = [0, -1];
    const why = eachItem(payloads, view, (bytes, at, i) => {
      const value = read(bytes, at);
      if (value < least) least = value;
      if (value > most) most = value;
      if (keep) values[i] = value;
      return null;
    });
    if (why !== null) return;
    this.#ranges.set(array, { least, most });
    if (keep) this.#values.set(array, values);
  }

  range(array: Handle): { readonly least: number; readonly most: number } | null {
    return this.#ranges.get(array) ?? null;
  }

  values(array: Handle): Float64Array | null {
    return this.#values.get(array) ?? null;
  }
}
