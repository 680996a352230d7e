/**
 * States that nobody's Python wrote: a converted root is changed at one to three places, by a seed, in the ways in which
 * documents are forged: attributes gone, of another type, out of range, arrays that are not what their shape says,
 * values that hold themselves. The same seed gives the same document.
 */

type Json = unknown;
type Holder = Record<string, Json>;

/** A small generator of whole numbers (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number in `0 … n − 1`. */
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}

/** A place in the document: `holder[key]`. */
interface Site {
  readonly holder: Holder;
  readonly key: string;
  readonly above: readonly Holder[];
}

const isHolder = (value: Json): value is Holder => typeof value === "object" && value !== null;
const isArray = (value: Json): value is Json[] => Array.isArray(value);
const isNDArray = (value: Json): value is Holder => isHolder(value) && value["$type"] === "ndarray";

/** Sites below the root; of long arrays the first items only, so that attributes are met as often as numbers. */
function sitesOf(root: Json): Site[] {
  const sites: Site[] = [];
  const queue: { value: Json; above: readonly Holder[] }[] = [{ value: root, above: [] }];
  for (const { value, above } of queue) {
    if (!isHolder(value)) continue;
    const keys = Object.keys(value).filter((key) => key !== "$type" && key !== "$id" && key !== "origin");
    for (const key of isArray(value) ? keys.slice(0, 8) : keys) {
      sites.push({ holder: value, key, above: [...above.slice(-6), value] });
      queue.push({ value: value[key], above: [...above.slice(-6), value] });
    }
  }
  return sites;
}

const float = (value: string): Json => ({ $type: "float", value });
const HOSTILE: readonly Json[] = [
  -1,
  0,
  1,
  2,
  7,
  0.5,
  -0.5,
  1e-300,
  255,
  65_537,
  2 ** 26,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  -(2 ** 53),
  1e300,
  -1e300,
  1e308,
  float("nan"),
  float("inf"),
  float("-inf"),
  { $type: "int", value: "9".repeat(40) },
];
const OTHERS: readonly Json[] = [
  null,
  true,
  false,
  "",
  "text",
  "__proto__",
  "1e9",
  [],
  {},
  [[]],
  [null],
  { $type: "tuple", items: [] },
  { $type: "dict", items: [] },
  { $type: "bytes", base64: "AAA" },
  { $type: "global", name: "numpy.log1p" },
  { $type: "global", name: "builtins.eval" },
  { $type: "ref", id: 123_456 },
  { $type: "ref", id: "x" },
  { $type: "ndarray" },
  { $type: "object", class: "sklearn.tree.DecisionTreeClassifier" },
  { $type: "object", class: "sklearn.linear_model.Ridge", state: {} },
  { $type: "float", value: 3 },
  { $type: "scalar", dtype: "int64" },
  { $type: "slice", items: [0, 1e300, 0] },
  { $type: "int", value: "no number" },
  { $type: "complex", real: 1, imag: 1 },
  { $type: "ndarray", dtype: "float64", shape: [0], data: [] },
  { $type: "ndarray", dtype: "float64", shape: [0, 3], data: [] },
  { $type: "ndarray", dtype: "float64", shape: [2 ** 30, 0], data: [] },
  { $type: "ndarray", dtype: "float64", shape: [], data: [1] },
  { $type: "ndarray", dtype: "object", shape: [2], data: [null, "a"] },
  { $type: "ndarray", dtype: "U3", shape: [2], data: ["a", "b"] },
  { $type: "ndarray", dtype: "int64", shape: [2], data: [{ $type: "int", value: "9007199254740993" }, -5] },
  { $type: "ndarray", dtype: "int64", shape: [2], data: [{ $type: "int", value: "x" }, -5] },
];

const WIDTHS: Readonly<Record<string, number>> = {
  float64: 8,
  int64: 8,
  uint64: 8,
  float32: 4,
  int32: 4,
  uint32: 4,
  int16: 2,
  uint8: 1,
  bool: 1,
};

/** Bytes of an array with one item replaced. */
function withItem(array: Holder, chance: Chance): void {
  const { data, base64 } = array;
  if (isArray(data) && data.length > 0) data[chance.below(data.length)] = structuredClone(chance.pick(HOSTILE));
  else if (typeof base64 === "string" && base64.length > 0) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const width = typeof array["dtype"] === "string" ? (WIDTHS[array["dtype"]] ?? 8) : 8;
    const at = chance.below(Math.ceil(bytes.length / width)) * width;
    const fill = chance.pick([0, 1, 0x7f, 0x80, 0xff]);
    for (let i = at; i < Math.min(at + width, bytes.length); i++) bytes[i] = i === at ? chance.below(256) : fill;
    array["base64"] = Buffer.from(bytes).toString("base64");
  }
}

/** Arrays stay small: an earlier change may have made their shape anything. */
const MOST_VALUES = 100_000;

/** Shape and data changed together, so that the array itself is sound. */
function resized(array: Holder, chance: Chance): void {
  const { shape, data, base64 } = array;
  if (!isArray(shape) || shape.length === 0) return;
  const axis = chance.below(shape.length);
  const sizes = shape.map(Number);
  const was = sizes[axis] ?? 0;
  sizes[axis] = Math.max(0, chance.pick([was - 1, was + 1, 1, 0, was * 2]));
  const count = sizes.reduce((a, b) => a * b, 1);
  if (!(count <= MOST_VALUES)) return;
  if (isArray(data)) array["data"] = Array.from({ length: count }, (_, i) => (data.length === 0 ? 0 : data[i % data.length]));
  else if (typeof base64 === "string") {
    const bytes = atob(base64);
    const width =
      bytes.length /
      Math.max(
        1,
        shape.map(Number).reduce((a, b) => a * b, 1),
      );
    array["base64"] = Buffer.from(
      Uint8Array.from({ length: Math.round(count * width) }, (_, i) => bytes.charCodeAt(i % Math.max(1, bytes.length))),
    ).toString("base64");
  }
  array["shape"] = sizes;
}

const SHAPES: readonly ((array: Holder, chance: Chance) => void)[] = [
  withItem,
  withItem,
  withItem,
  resized,
  resized,
  (array) => {
    if (isArray(array["shape"])) array["shape"] = [...array["shape"]].reverse();
  },
  (array) => {
    if (isArray(array["shape"])) array["shape"] = [...array["shape"], 1];
  },
  (array) => {
    if (isArray(array["shape"])) array["shape"] = [array["shape"].map(Number).reduce((a, b) => a * b, 1)];
  },
  (array, chance) => {
    array["dtype"] = chance.pick(["float64", "float32", "int64", "int32", "uint8", "bool", "object", "U3", "complex128", "void"]);
  },
  (array, chance) => {
    array["shape"] = [chance.pick([-1, 1e300, 2 ** 31, 0.5, null, "3"])];
  },
  (array, chance) => {
    const { data } = array;
    if (isArray(data)) array["data"] = data.map(() => chance.pick<Json>([1e300, -1, 0, 0.5, null, "x"]));
  },
];

/** The value held stands for one that holds it. */
function holdItself({ holder, key, above }: Site, chance: Chance): void {
  const target = chance.pick(above);
  if (isArray(target)) holder[key] = { $type: "ref", id: 0 };
  else {
    target["$id"] ??= 900_000 + chance.below(1000);
    holder[key] = { $type: "ref", id: target["$id"] };
  }
}

/** A list repeated, cut, emptied or turned round. */
function relist(items: Json[], chance: Chance): void {
  const way = chance.below(5);
  if (way === 0) items.length = 0;
  else if (way === 1) items.pop();
  else if (way === 2) items.push(structuredClone(items[0]));
  else if (way === 3) items.reverse();
  else items.shift();
}

/** Pipelines around a value, one in the other. */
function nested(value: Json, depth: number): Json {
  let inner = value;
  for (let i = 0; i < depth; i++)
    inner = {
      $type: "object",
      class: "sklearn.pipeline.Pipeline",
      origin: "sklearn.pipeline.Pipeline",
      state: { steps: [{ $type: "tuple", items: ["step", inner] }], memory: null, verbose: false, _sklearn_version: "1.9.1" },
    };
  return inner;
}

function change(sites: readonly Site[], chance: Chance, last: boolean): void {
  const site = chance.pick(sites);
  const { holder, key } = site;
  const value = holder[key];
  const way = chance.below(12);
  if (isNDArray(value) && way < 8) chance.pick(SHAPES)(value, chance);
  else if (typeof value === "number" && way < 7) holder[key] = structuredClone(chance.pick<Json>([...HOSTILE, value + 1, value - 1]));
  else if (isArray(value) && way < 4) relist(value, chance);
  else if (way < 6) {
    if (isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  } else if (way === 6) holdItself(site, chance);
  else if (way === 7) {
    const other = chance.pick(sites);
    // Copies: one may stand in the other, and JSON knows no cycles.
    [holder[key], other.holder[other.key]] = [structuredClone(other.holder[other.key]), structuredClone(value)];
  } else if (way === 8) holder[key] = nested(value, chance.pick(last ? [1, 70, 3000] : [1]));
  else holder[key] = structuredClone(chance.pick(way === 9 ? HOSTILE : OTHERS));
}

/** The root that a seed makes of a converted one (as JSON text). */
export function hostileRoot(text: string, seed: number): unknown {
  const chance = new Chance(seed);
  const holder: Holder = { root: JSON.parse(text) };
  for (let i = chance.pick([1, 1, 2, 3]); i > 0; i--) {
    const sites = sitesOf(holder["root"]);
    if (sites.length > 0) change(sites, chance, i === 1);
  }
  return holder["root"];
}
