/**
 * What numbers of X a method of a model refuses (NaN, infinite, beyond float32, below a least one): a row that it answers is
 * asked with one kind of number in all columns, and where that is refused in one column after the other.
 */
import { type Asking, placesWhere, STRANGE_NUMBERS } from "./asking.js";
import type { Input, Least, Places, Refused } from "./program.js";

/** Columns that are asked one by one; in more of them a kind is refused everywhere or nowhere. */
export const MOST_COLUMNS = 512;

const KINDS = { nan: Number.NaN, infinite: Number.POSITIVE_INFINITY, large: 1e39 } as const;

/** Lower than any least number that a model has, and no number that overflows on its way. */
const LOW = -1e6;

const NOTHING: Refused = { nan: [], infinite: [], large: [], least: [] };

const bits = new DataView(new ArrayBuffer(8));

/** Doubles by their order: neighbours have neighbouring numbers. */
function orderOf(value: number): bigint {
  bits.setFloat64(0, value);
  const own = bits.getBigInt64(0);
  return own >= 0n ? own : -(2n ** 63n) - own;
}

function byOrder(order: bigint): number {
  bits.setBigInt64(0, order >= 0n ? order : -(2n ** 63n) - order);
  return bits.getFloat64(0);
}

/** The least double that is taken, between one that is refused and one that is not. */
function boundary(refused: number, taken: number, isRefused: (value: number) => boolean): number {
  let [low, high] = [orderOf(refused), orderOf(taken)];
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (isRefused(byOrder(middle))) low = middle;
    else high = middle;
  }
  // −0 is as good as 0.
  return byOrder(high) + 0;
}

/** Finds what a method refuses. */
export function refusalsOf({ ask, base }: Asking, inputs: readonly Input[], width: number): Refused {
  const numbers = placesWhere(inputs, false);
  const usual = ask(base);
  const refuses = (places: readonly number[], value: number): boolean => {
    const row = [...base];
    for (const j of places) row[j] = value;
    const said = ask(row);
    return said !== null && said !== usual;
  };
  const allOr = (found: readonly number[]): Places => (found.length === width ? "all" : found);
  const placesOf = (value: number): Places => {
    if (numbers.length === 0 || !refuses(numbers, value)) return [];
    if (numbers.length > MOST_COLUMNS) return "all";
    const found = numbers.filter((j) => refuses([j], value));
    return found.length === 0 ? "all" : allOr(found);
  };
  /** Columns alike have one least number; where strange ones are refused, too, it is a matter of categories. */
  const leastOf = (): readonly Least[] => {
    if (numbers.length === 0 || !refuses(numbers, LOW)) return [];
    const each = numbers.length > MOST_COLUMNS ? [numbers] : numbers.map((j) => [j]);
    const isLow = (places: readonly number[]): boolean => refuses(places, LOW) && !STRANGE_NUMBERS.some((value) => refuses(places, value));
    const found: { places: number[]; least: number }[] = [];
    for (const places of each.filter(isLow)) {
      const same = found.find(({ least }) => !refuses(places, least) && refuses(places, byOrder(orderOf(least === 0 ? -0 : least) - 1n)));
      if (same !== undefined) same.places.push(...places);
      else found.push({ places: [...places], least: boundary(LOW, Number(base[places[0] ?? 0]), (value) => refuses(places, value)) });
    }
    return found.map(({ places, least }) => ({ places: allOr(places), least }));
  };
  return {
    ...NOTHING,
    ...Object.fromEntries(Object.entries(KINDS).map(([kind, value]) => [kind, placesOf(value)])),
    least: leastOf(),
  };
}

/** A text or a label: no number is refused for what it is. */
export const noRefusals = (): Refused => NOTHING;
