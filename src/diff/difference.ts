/** What `diff` finds, as data: texts are as they came in, and whoever prints them escapes them. */

/** Which part of a model differs. */
export type DiffPart = "structure" | "parameters" | "attributes" | "graph" | "answers";

/** Numbers held against each other, one by one. */
export interface NumbersDiff {
  readonly count: number;
  /** How many differ by more than the tolerance, or are no numbers and not the same. */
  readonly differing: number;
  /** How many are not exactly the same; at least as many. */
  readonly unequal: number;
  /** Largest absolute difference; null where no two numbers differ, infinite beside what is no number. */
  readonly absolute: number | null;
  /** Largest difference relative to the larger of the two. */
  readonly relative: number | null;
  /** Where they differ most, relative to each other: `[3, 1]`, and in which field. */
  readonly at: string;
  readonly a: string;
  readonly b: string;
}

/**
 * One thing that is not the same on both sides.
 * @see diff
 */
export interface Difference {
  readonly part: DiffPart;
  /** Where, as `--select` takes it; of an answer its method, of a graph its node or constant. */
  readonly path: string;
  /** What differs: `class`, `absent`, `type`, `value`, `length`, `shape`, `dtype`, `numbers` … */
  readonly what: string;
  /** What is on the one side, null where it is not there. */
  readonly a: string | null;
  readonly b: string | null;
  /** Where numbers were compared. */
  readonly numbers?: NumbersDiff;
}

/** How close is the same: |a − b| ≤ atol + rtol · max(|a|, |b|). Whole numbers, truths and texts are the same or not. */
export interface DiffTolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** Differences that are kept; more are counted. */
const MOST_KEPT = 1000;

/** Differences as they are found, and what was compared. */
export class Found {
  readonly differences: Difference[] = [];
  /** Differences that were not kept. */
  more = 0;
  /** Values, arrays and numbers that were held against each other. */
  values = 0;
  numbers = 0;
  /** Numbers that are not exactly the same, and not differing. */
  close = 0;

  add(difference: Difference): void {
    if (this.differences.length < MOST_KEPT) this.differences.push(difference);
    else this.more++;
  }

  /** Numbers that were compared: a difference where some differ. */
  took(part: DiffPart, path: string, numbers: NumbersDiff): void {
    this.numbers += numbers.count;
    this.close += numbers.unequal - numbers.differing;
    if (numbers.differing > 0) this.add({ part, path, what: "numbers", a: numbers.a, b: numbers.b, numbers });
  }
}
