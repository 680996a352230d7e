/**
 * States of native classes, each as its library writes it and with one thing changed: another type that looks alike, a
 * key lost, an item more or less, a number outside. Native code takes them as they are, so none of these is read.
 */
import { describe, expect, test } from "vitest";
import { runGuest } from "../../support/guest.js";
import { array, dtype, Float, mutants, pickle, plain, type Value } from "../../support/pickle.js";

const findingsOf = (value: Value): string[] =>
  runGuest(pickle(value), "scan").report.artifacts.flatMap(({ findings }) =>
    findings.map(({ code }) => code).filter((code) => !code.startsWith("note.")),
  );
const isSafe = (value: Value): boolean => findingsOf(value).length === 0;

const zeros = (type: string, ...shape: number[]): Value =>
  array(plain(type), shape, Buffer.alloc(shape.reduce((a, b) => a * b, 1) * Number(type.slice(1))));
const numbers = (type: "f8" | "i8" | "i4", ...values: number[]): Value => {
  const size = Number(type[1]);
  const data = Buffer.alloc(values.length * size);
  for (const [i, value] of values.entries())
    if (type === "f8") data.writeDoubleLE(value, i * 8);
    else data.writeIntLE(value, i * size, Math.min(size, 6));
  return array(plain(type), [values.length], data);
};
const dict = (entries: Readonly<Record<string, Value>>): Value => ({ dict: Object.entries(entries) });

/** A structured dtype of plain fields at their offsets. */
function struct(fields: string, size: number): Value {
  const parts = fields.split(" ").map((field) => field.split(/[:@]/));
  const entries = parts.map(([name = "", type = "", offset]) => [name, [plain(type), Number(offset)]] as const);
  return dtype(`V${size}`, [3, "|", null, parts.map(([name = ""]) => name), { dict: entries }, size, 1, 16]);
}

const generator = (name: string, state: Readonly<Record<string, Value>>): Value => ({
  call: "numpy.random._pickle.__bit_generator_ctor",
  args: [name],
  state: dict({ bit_generator: name, ...state }),
});
const spare = { has_uint32: 1, uinteger: 5 };
const mersenne = { key: zeros("u4", 624), pos: 7 };
const seeds: Value = {
  call: "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
  args: [{ global: "numpy.random.bit_generator.SeedSequence" }, 65708578, null],
  state: [5, 2, zeros("u4", 4), 4, []],
};
const TREE =
  "left_child:i8@0 right_child:i8@8 feature:i8@16 threshold:f8@24 impurity:f8@32 n_node_samples:i8@40 weighted_n_node_samples:f8@48";
const leaf = Buffer.alloc(56);
for (const at of [0, 8]) leaf.writeBigInt64LE(-1n, at);
const tree: Value = {
  call: "sklearn.tree._tree.Tree",
  args: [2, numbers("i8", 1), 1],
  state: dict({ max_depth: 2, node_count: 1, nodes: array(struct(TREE, 56), [1], leaf), values: zeros("f8", 1, 1, 1) }),
};
const metric: Value = {
  call: "sklearn.metrics._dist_metrics.newObj",
  args: [{ global: "sklearn.metrics._dist_metrics.EuclideanDistance" }],
  state: [new Float(2), zeros("f8", 1), zeros("f8", 1, 1)],
};
const node = Buffer.alloc(32);
node.writeInt32LE(3, 8);
node.writeInt32LE(1, 16);
const kdTree: Value = {
  call: "sklearn.neighbors._kd_tree.newObj",
  args: [{ global: "sklearn.neighbors._kd_tree.KDTree" }],
  state: [
    zeros("f8", 3, 1),
    numbers("i8", 0, 1, 2),
    array(struct("idx_start:i8@0 idx_end:i8@8 is_leaf:i8@16 radius:f8@24", 32), [1], node),
    zeros("f8", 2, 1, 1),
    30,
    1,
    1,
    0,
    0,
    0,
    0,
    metric,
    null,
  ],
};
const isotonic = (state: Readonly<Record<string, Value>>): Value => ({
  call: "copyreg._reconstructor",
  args: [{ global: "sklearn.isotonic.IsotonicRegression" }, { global: "builtins.object" }, null],
  state: dict(state),
});
const csr: Value = {
  call: "copyreg._reconstructor",
  args: [{ global: "scipy.sparse._csr.csr_matrix" }, { global: "builtins.object" }, null],
  state: dict({ _shape: [2, 2], data: numbers("f8", 1, 2), indices: numbers("i4", 0, 1), indptr: numbers("i4", 0, 1, 2) }),
};

/** Changes that a library writes as well: entropy of any form, counts of another number, metric and mask without more. */
const GENUINE: Readonly<Record<string, [value: Value, genuine: RegExp]>> = {
  MT19937: [generator("MT19937", { state: dict(mersenne) }), /^$/],
  "MT19937 with its seeds": [
    {
      call: "numpy.random._pickle.__bit_generator_ctor",
      args: [{ global: "numpy.random._mt19937.MT19937" }],
      state: [dict({ bit_generator: "MT19937", state: dict(mersenne) }), seeds],
    },
    /\(state\)\[0\]|with one less|\(args\): tuple/,
  ],
  PCG64: [generator("PCG64", { state: dict({ state: 2n ** 127n, inc: 3 }), ...spare }), /^$/],
  SFC64: [generator("SFC64", { state: dict({ state: zeros("u8", 4) }), ...spare }), /^$/],
  Philox: [
    generator("Philox", { state: dict({ counter: zeros("u8", 4), key: zeros("u8", 2) }), buffer: zeros("u8", 4), buffer_pos: 4, ...spare }),
    /^$/,
  ],
  "RandomState before 1.17": [
    { call: "numpy.random.__RandomState_ctor", args: [], state: ["MT19937", zeros("u4", 624), 624, 0, new Float(0)] },
    /^$/,
  ],
  RandomState: [
    {
      call: "numpy.random._pickle.__randomstate_ctor",
      args: ["MT19937"],
      state: dict({ bit_generator: "MT19937", state: dict(mersenne), has_gauss: 0, gauss: new Float(0) }),
    },
    /^$/,
  ],
  SeedSequence: [seeds, /\(state\)\[0\]|\(state\)\[4\]/],
  Tree: [tree, /without max_depth/],
  KDTree: [kdTree, /\(state\): tuple with one less|\(state\)\[1[12]\]/],
  metric: [metric, /^$/],
  isotonic: [
    isotonic({ X_thresholds_: numbers("f8", 1, 2), y_thresholds_: numbers("f8", 1, 2), out_of_bounds: "clip" }),
    /own|without out|: text and more/,
  ],
  csr: [csr, /own|\.data/],
};

/** What stands in a pickle's calls themselves is judged elsewhere, and the number inside an array is data. */
const ELSEWHERE = /\(args\)(?:\[\d\])*: (?:tuple|text)|key .*: text and more/;

describe.each(Object.entries(GENUINE))("%s", (_name, [value, genuine]) => {
  test("is read as it is written", () => {
    expect(findingsOf(value)).toEqual([]);
  });
  test("is not read when one value is of another type or length", () => {
    const read = [...mutants(value)].filter(([label, changed]) => !genuine.test(label) && isSafe(changed)).map(([label]) => label);
    expect(read.filter((label) => !ELSEWHERE.test(label))).toEqual([]);
  });
});

const structure = array(struct("a:f8@0", 8), [2], Buffer.alloc(16));

const REFUSED: Readonly<Record<string, Value>> = {
  "a position before the key": generator("MT19937", { state: dict({ ...mersenne, pos: -1 }) }),
  "a position behind the key": generator("MT19937", { state: dict({ ...mersenne, pos: 625 }) }),
  "a short key": generator("MT19937", { state: dict({ ...mersenne, key: zeros("u4", 623) }) }),
  "a key of 64 bits": generator("MT19937", { state: dict({ ...mersenne, key: zeros("u8", 624) }) }),
  "the state of another generator": generator("SFC64", { state: dict({ state: 1, inc: 3 }), ...spare }),
  "a buffer's position behind it": generator("Philox", {
    state: dict({ counter: zeros("u8", 4), key: zeros("u8", 2) }),
    buffer: zeros("u8", 4),
    buffer_pos: 5,
    ...spare,
  }),
  "128 bits and one": generator("PCG64", { state: dict({ state: 2n ** 128n, inc: 3 }), ...spare }),
  "a pool of other length than it says": { ...seeds, state: [5, 2, zeros("u4", 5), 4, []] } as Value,
  "a tree of more outputs than classes": { ...tree, args: [2, numbers("i8", 1), 2] } as Value,
  "thresholds that are structures": isotonic({ X_thresholds_: structure, y_thresholds_: structure }),
  "thresholds of other lengths": isotonic({ X_thresholds_: numbers("f8", 1, 2), y_thresholds_: numbers("f8", 1) }),
  "thresholds of two dimensions": isotonic({ X_thresholds_: zeros("f8", 2, 1), y_thresholds_: zeros("f8", 2, 1) }),
  "thresholds that are one number": isotonic({ X_thresholds_: zeros("f8"), y_thresholds_: zeros("f8") }),
  "an array without its state": {
    list: [{ call: "numpy.core.multiarray._reconstruct", args: [{ global: "numpy.ndarray" }, [0], Buffer.from("b")] }],
  },
  "a dtype without its state": { list: [{ call: "numpy.dtype", args: ["f8", false, true] }] },
  "a dtype that is not copied": { call: "numpy.dtype", args: ["f8", false, false], state: [3, "<", null, null, null, -1, -1, 0] },
  "an array of subarrays": array(dtype("V16", [3, "|", [plain("f8"), [2]], null, null, 16, 8, 0]), [1], Buffer.alloc(16)),
  "a Memory whose third argument is a folder": { call: "joblib.memory.Memory", args: [null, null, "here"] },
};

describe("is refused:", () => {
  test.each(Object.entries(REFUSED))("%s", (_name, value) => {
    expect(findingsOf(value)).not.toEqual([]);
  });
});
