/**
 * dtypes as numpy 1.7 to 2.5 reduce them (fixtures/numpy/make_dtypes.py): each is read, and none with one thing changed:
 * a flag, a size, an order, a type that looks alike.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runGuest } from "../../support/guest.js";
import { mutants, pickle, type Value } from "../../support/pickle.js";
import { FIXTURES } from "../../support/shared.js";

/** How make_dtypes.py writes values: tuples under `t`, pairs under `d`, dtypes and classes by name, bytes under `b`. */
type Recorded =
  | null
  | boolean
  | number
  | string
  | { t: Recorded[] }
  | { d: [Recorded, Recorded][] }
  | { b: string }
  | { class: string }
  | { dtype: Reduced };
interface Reduced {
  readonly args: Recorded;
  readonly state: Recorded;
}
interface Row {
  readonly label: string;
  readonly numpy: readonly string[];
  readonly desc: Reduced;
}

const ROWS: readonly Row[] = JSON.parse(gunzipSync(readFileSync(join(FIXTURES, "numpy", "dtypes.json.gz"))).toString());

function asValue(recorded: Recorded): Value {
  if (recorded === null || typeof recorded !== "object") return recorded;
  if ("t" in recorded) return recorded.t.map(asValue);
  if ("d" in recorded) return { dict: recorded.d.map(([key, value]) => [asValue(key), asValue(value)] as const) };
  if ("b" in recorded) return Buffer.from(recorded.b, "latin1");
  return "class" in recorded ? { global: recorded.class } : dtypeOf(recorded.dtype);
}

/** A call of `numpy.dtype` with its state. */
interface Call {
  readonly call: string;
  readonly args: readonly Value[];
  readonly state: readonly Value[];
}

function dtypeOf({ args, state }: Reduced): Call {
  const [callArgs, items] = [asValue(args), asValue(state)];
  if (!Array.isArray(callArgs) || !Array.isArray(items)) throw new Error("a dtype without arguments and state");
  return { call: "numpy.dtype", args: callArgs, state: items };
}

const isSafe = (value: Value): boolean =>
  runGuest(pickle(value), "scan").report.artifacts.every(({ findings }) => findings.every(({ code }) => code.startsWith("note.")));

/** Titles are told from names by identity, which these pickles without a memo do not have; fields on numbers are not listed. */
const isRead = ({ label, desc }: Row): boolean => !label.startsWith("title") && !hidesObjects(desc);

/** `array[["f1"]]` of a structure with objects keeps its flags: refused, since numpy takes the items for objects. */
function hidesObjects({ state }: Reduced): boolean {
  const text = JSON.stringify(state);
  return /[^\d](?:27|155|101)[^\d]/.test(text) && !text.includes("O8");
}

/** Some of every sort, as today's numpy writes them. */
const SOME =
  /^(?:[<>](?:b1|i2|f16|c8|O|S5|U5|V16|M8\[25s\]|m8)|meta (?:i1|M8\[ns\])|np\.record|sub (?:>U3|O) \(2, 3\)|subsub f8|struct [01] (?:O,i1|i1,O|U3,f8|V4)|nest2 1 1M8\[ns\],i1|nestsub 0 0O,i1|rec 1 1O,i1|dict off 1 1O,i1|multi 0 1U3|empty struct)$/;
const KINDS = new Map(ROWS.filter((row) => isRead(row) && SOME.test(row.label)).map((row) => [row.label, row]));

test("what numpy wrote is read", () => {
  const refused = ROWS.filter((row) => isRead(row) && !isSafe(dtypeOf(row.desc)));
  expect(refused.map(({ label, numpy }) => `${label} ${numpy[0]}`)).toEqual([]);
  expect(ROWS.length).toBeGreaterThan(5000);
}, 60_000);

/** Changes that some version of numpy writes as well: metadata is the user's, a unit bytes in Python 3. */
const GENUINE = /\[8\](?:\[0\])?(?:\.|: with)|\[1\]\[0\]: text as bytes$/;

describe.each([...KINDS.values()])("$label", ({ desc }) => {
  const own = dtypeOf(desc);
  test("is not read when a value is of another type", () => {
    const read = [...mutants(own)].filter(([label, changed]) => !GENUINE.test(label) && isSafe(changed)).map(([label]) => label);
    expect(read).toEqual([]);
  });
});

/** numpy's flags: what a structure may have beside its fields' own. */
const FREE = 0x80 | 0x10 | 0x08;

describe.each([...KINDS.values()])("the numbers of $label", ({ desc }) => {
  const own = dtypeOf(desc);
  const number = (i: number): number => Number(own.state[i]);
  const changed = (i: number, value: Value): boolean => isSafe({ ...own, state: own.state.with(i, value) });

  test("are numpy's: flags", () => {
    const isStructure = own.state[3] !== null;
    const flipped = [1, 2, 4, 8, 16, 32, 64, 128].filter((bit) => changed(7, (number(7) & 0xff) ^ bit));
    const isText = String(own.args[0]).startsWith("U");
    expect(flipped.filter((bit) => !(isStructure && (bit & FREE) !== 0) && !(isText && bit === 8))).toEqual([]);
  });

  test("are numpy's: size, alignment, version, order", () => {
    for (const size of [-2, -1, 0, number(5) + 1, number(5) - 1, number(5) * 2])
      if (size !== number(5) && own.state[3] === null) expect(changed(5, size), `size ${size}`).toBe(false);
    for (const alignment of [-2, 3, 64, number(6) + 16]) expect(changed(6, alignment), `alignment ${alignment}`).toBe(false);
    for (const version of [0, 1, 2, 7 - number(0), 5]) expect(changed(0, version), `version ${version}`).toBe(false);
    const orders = ["=", "s", "", "<>", own.state[1] === "|" ? "<" : "|"];
    for (const order of orders) expect(changed(1, order), `order ${order}`).toBe(false);
  });
});
