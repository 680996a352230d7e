/** X in the notation of `notation.py`, as the library takes it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { X } from "../../src/model/all.js";
import { dtypeName } from "../../src/models/input/x.js";
import { isObject, type Json, plain } from "../support/outputs.js";

/**
 * X, and whether it says of itself what dtypes its columns have. A table of plain values does not: where Python's columns are
 * float32 or integers, ours are doubles, and answers are compared as float32 are.
 */
export interface Asked {
  readonly x: X;
  readonly hasDtypes: boolean;
}

const NUMERIC = /^(?:u?int|float)\d+$/;

/** Complex numbers come as pairs; everything else as one item each. */
const item =
  (dtype: string) =>
  (value: Json): Json =>
    plain(value, NUMERIC.test(dtype));

function arrayOf(input: Record<string, Json>): unknown {
  const dtype = dtypeName(String(input["dtype"]));
  const data = (input["data"] as Json[]).map(item(dtype)); // what notation.py writes
  const { sparse, ...rest } = input;
  return { ...rest, ...(sparse === undefined ? {} : { format: "csr" }), dtype, data };
}

const SAID_BY_VALUES = new Set(["float64", "object", "bool", "category", "str"]);

export function askedOf(input: Json): Asked {
  if (!isObject(input)) return { x: plain(input) as X, hasDtypes: true };
  if ("rows" in input) {
    const rows = (input["rows"] as Json[][]).map((row) => row.map((value) => plain(value)));
    const hasDtypes = (input["dtypes"] as string[]).every((dtype) => SAID_BY_VALUES.has(dtype));
    return { x: { columns: input["columns"], rows } as X, hasDtypes };
  }
  // A shape that the types do not have (0-d, three dimensions, complex) is the point of asking.
  return { x: ("dtype" in input ? arrayOf(input) : plain(input)) as X, hasDtypes: true };
}

/** Inputs of a run by their keys, each read once. */
export class Inputs {
  readonly #folder: string;
  readonly #read = new Map<string, Asked>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(key: string): Asked {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const asked = askedOf(JSON.parse(readFileSync(join(this.#folder, `${key}.json`), "utf8")));
    this.#read.set(key, asked);
    return asked;
  }
}
