/** Rows are run: both sides in turns, so that what else the machine does meets both. */
import { growthOf } from "./growth.js";
import type { Inputs } from "./inputs.js";
import { type Cost, median } from "./measure.js";
import { NotHere } from "./peers.js";
import type { Result, Spread } from "./results.js";
import type { Alone, Growth, Pair, Row } from "./rows.js";
import { type Clock, scan } from "./sides.js";

const RUNS = 5;

/** What a command line asked for. */
export interface Choice {
  readonly runs: number | null;
  /** Growth up to 1,024 MB. */
  readonly large: boolean;
}

const spreadOf = (values: readonly number[]): Spread => ({ median: median(values), min: Math.min(...values) });

/** A figure without a start-up, which is taken in the same turns. */
const less = (costs: readonly Cost[], starts: readonly Cost[]): number[] => {
  const start = median(starts.map(({ cpu }) => cpu));
  return costs.map(({ cpu }) => Math.max(cpu - start, 1e-4));
};

/** Each clock once, as often as asked. */
async function inTurns(clocks: readonly Clock[], runs: number): Promise<Cost[][]> {
  const costs: Cost[][] = clocks.map(() => []);
  for (let i = 0; i < runs; i++) for (const [at, clock] of clocks.entries()) costs[at]?.push(await clock.once());
  return costs;
}

/** Seconds, or what is easier to read. */
const scaled = (values: readonly number[]): { readonly unit: string; readonly scale: number } => {
  const size = Math.max(...values);
  return size >= 1 ? { unit: "s", scale: 1 } : size >= 1e-3 ? { unit: "ms", scale: 1e3 } : { unit: "µs", scale: 1e6 };
};

/** The measured sides of a pair, in seconds. `start` is null where start-up counts. */
async function turnsOf(row: Pick<Pair, "measure" | "ours" | "theirs">, inputs: Inputs, runs: number): Promise<[number[], number[]]> {
  const clocks = [await row.ours.open(inputs), await row.theirs.open(inputs)];
  if (row.measure === "cpu") clocks.push(await scan("@tiny.pkl").open(inputs));
  const [ours = [], theirs = [], starts = []] = await inTurns(clocks, runs);
  if (row.measure === "cpu") return [less(ours, starts), theirs.map(({ cpu }) => cpu)];
  const of = row.measure === "wall" ? "wall" : "cpu";
  return [ours.map((cost) => cost[of]), theirs.map((cost) => cost[of])];
}

async function pair(row: Pair, inputs: Inputs, choice: Choice): Promise<Partial<Result>> {
  const [ours, theirs] = await turnsOf(row, inputs, choice.runs ?? row.runs ?? RUNS);
  const { unit, scale } = scaled([...ours, ...theirs]);
  const of = row.by === "min" ? (values: readonly number[]) => Math.min(...values) : median;
  const value = of(ours) / of(theirs);
  const shown = [ours, theirs].map((values) => spreadOf(values.map((one) => one * scale)));
  return { unit, ours: shown[0] ?? null, theirs: shown[1] ?? null, value, met: value <= row.bar };
}

async function alone(row: Alone, inputs: Inputs, choice: Choice): Promise<Partial<Result>> {
  const clock = await row.ours.open(inputs);
  const values: number[] = [];
  for (let i = 0; i < (choice.runs ?? row.runs ?? RUNS); i++) {
    const { measure } = row;
    values.push((measure === "MB" ? ((await clock.peak?.()) ?? Number.NaN) : (await clock.once())[measure]) * row.scale);
  }
  const value = median(values);
  return { ours: spreadOf(values), value, met: value <= row.bar };
}

async function growth(row: Growth, inputs: Inputs, choice: Choice): Promise<Partial<Result>> {
  const { value, note } = await growthOf(row.grows, row.of, inputs, choice.large);
  return { ours: null, value, note, met: value === null ? null : value <= row.bar };
}

const figures = (row: Row, inputs: Inputs, choice: Choice): Promise<Partial<Result>> =>
  "grows" in row ? growth(row, inputs, choice) : "theirs" in row ? pair(row, inputs, choice) : alone(row, inputs, choice);

/** One row, whatever becomes of it. A peer that is not here is said; what fails is a row that is not met. */
export async function resultOf(row: Row, inputs: Inputs, choice: Choice): Promise<Result> {
  const { name, group, what, bar } = row;
  const peer = "theirs" in row ? row.theirs.who : null;
  const unit = "unit" in row ? row.unit : "";
  const base = { name, group, what, peer, unit, bar, ours: null, theirs: null, value: null, met: null };
  try {
    return { ...base, ...(await figures(row, inputs, choice)) };
  } catch (error) {
    if (error instanceof NotHere) return { ...base, note: `${error.message} is not here` };
    return { ...base, met: false, note: error instanceof Error ? error.message : String(error) };
  }
}
