/**
 * How time and memory grow with size: files of 1, 4, 16 … MB of dicts, and of one array. The exponent is a line's through the
 * logarithms of CPU less start-up; sizes that take less than start-up's own spread are left out of it. Memory is held against 60 MB
 * and three times what is not an array's payload.
 */

import { CLI } from "../support/cli.js";
import type { Inputs } from "./inputs.js";
import { slope } from "./measure.js";
import { type Clock, commandClock, scan } from "./sides.js";

const SIZES = [1, 4, 16, 64];
const LARGE = [256, 1024];
/** Less of a figure is start-up's noise. */
const SECONDS = 0.02;
const BASE_MB = 60;
const PER_BYTE = 3;
/** Runs of the smaller sizes; a large one says it at once. */
const RUNS = 3;

interface Point {
  readonly size: number;
  readonly cpu: number;
  /** MB of all processes, and what they may be. */
  readonly peak: number;
  readonly most: number;
}

const found = new Map<string, Promise<Point[]>>();

async function pointOf(kind: "dicts" | "array", size: number, tiny: Clock, inputs: Inputs): Promise<Point> {
  const { path, bytes } = inputs.sized(kind, size);
  const clock = commandClock(process.execPath, [CLI, "scan", "--quiet", "--max-memory", "8GiB", "--timeout", "600s", path]);
  const [costs, starts]: [number[], number[]] = [[], []];
  for (let i = 0; i < (size > 64 ? 1 : RUNS); i++) {
    starts.push((await tiny.once()).cpu);
    costs.push((await clock.once()).cpu);
  }
  const payload = kind === "array" ? size * 1e6 : 0;
  const peak = (await clock.peak?.()) ?? Number.NaN;
  return { size, cpu: Math.min(...costs) - Math.min(...starts), peak, most: BASE_MB + (PER_BYTE * (bytes - payload)) / 1e6 };
}

async function series(kind: "dicts" | "array", inputs: Inputs, large: boolean): Promise<Point[]> {
  const tiny = await scan("@tiny.pkl").open(inputs);
  const points: Point[] = [];
  for (const size of large ? [...SIZES, ...LARGE] : SIZES) points.push(await pointOf(kind, size, tiny, inputs));
  return points;
}

/** A figure of the series, which is measured once. */
export async function growthOf(
  kind: "dicts" | "array",
  of: "exponent" | "memory",
  inputs: Inputs,
  large: boolean,
): Promise<{ readonly value: number | null; readonly note: string }> {
  const points = found.get(kind) ?? series(kind, inputs, large);
  found.set(kind, points);
  const all = await points;
  if (of === "exponent") {
    const heard = all.filter(({ cpu }) => cpu >= SECONDS);
    const note = all.map(({ size, cpu }) => `${size} MB ${cpu.toFixed(2)} s`).join(", ");
    // One size alone has no exponent.
    if (heard.length < 2) return { value: null, note: `${note}: too little to tell; --large has larger ones` };
    return { value: slope(heard.map(({ size, cpu }) => ({ size, value: cpu }))), note };
  }
  const told = all.map(({ size, peak, most }) => `${size} MB ${peak.toFixed(0)} of ${most.toFixed(0)} MB`).join(", ");
  const tiny = (await (await scan("@tiny.pkl").open(inputs)).peak?.()) ?? Number.NaN;
  const note = `${told}; a tiny model ${tiny.toFixed(0)} MB`;
  return { value: Math.max(...all.map(({ peak, most }) => peak / most)), note };
}
