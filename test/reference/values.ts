/**
 * The values that the manifest of the reference files states, in our own words: joblib's test object, CPython's and
 * numpy's own test data. A file that is accepted must be read to exactly one of them.
 */

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const array = (dtype: string, data: readonly unknown[], shape: readonly number[] = [data.length]): object => ({
  $type: "ndarray",
  dtype,
  shape,
  data,
});

const BYTES = Uint8Array.from(range(256));
/** `bytes` of Python 3, and of Python 2 the text of the same characters. */
const bytesOf = (python: 2 | 3): unknown =>
  python === 3 ? { $type: "bytes", base64: Buffer.from(BYTES).toString("base64") } : Buffer.from(BYTES).toString("latin1");

interface JoblibObject {
  readonly python: 2 | 3;
  /** joblib 0.8.4 and 0.9.0 wrote neither the object array nor the matrix. */
  readonly object: boolean;
  readonly matrix: boolean;
}

const joblibObject = ({ python, object, matrix }: JoblibObject): unknown[] => [
  array("int64", range(5)),
  array("float64", range(5)),
  ...(object ? [array("object", [1, "abc", { a: 1, b: 2 }])] : []),
  bytesOf(python),
  ...(matrix ? [{ ...array("int64", range(3), [1, 3]), subclass: "matrix" }] : []),
  "C'est l'été !",
];

/** Files of joblib whose list is shorter than the manifest's sentence; those of 0.9.0 were all written by Python 2. */
const SHORT: ReadonlyMap<string, Partial<JoblibObject>> = new Map([
  ["joblib_0.8.4_compressed_pickle_py27.gz", { object: false, matrix: false }],
  ["joblib_0.8.4_compressed_pickle_py33.gz", { object: false, matrix: false }],
  ["joblib_0.8.4_compressed_pickle_py34.gz", { object: false, matrix: false }],
  ["joblib_0.9.0_compressed_pickle_py27.gz", { python: 2, object: false, matrix: false }],
  ["joblib_0.9.0_compressed_pickle_py33.gz", { python: 2, object: false, matrix: false }],
  ["joblib_0.9.0_compressed_pickle_py34.gz", { python: 2, object: false, matrix: false }],
  ["joblib_0.9.2_compressed_pickle_py26_np16.gz", { matrix: false }],
]);

/** The object of joblib's tests as that version and Python of `file` wrote it. */
function joblibValue(file: string): unknown {
  const shape: JoblibObject = { python: /py2[67]/.test(file) ? 2 : 3, object: true, matrix: true, ...SHORT.get(file) };
  return joblibObject(shape);
}

/** Arrays that joblib 0.9 put beside its pickle, by their number. */
const COMPANIONS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["_01.npy", array("int64", range(5))],
  ["_02.npy", array("float64", range(5))],
  ["_03.npy", array("object", [1, "abc", { a: 1, b: 2 }])],
  ["_04.npy", array("int64", range(3), [1, 3])],
]);

const SHARED_LIST = {
  $type: "tuple",
  items: [
    { $type: "list", $id: 1, items: [] },
    { $type: "ref", id: 1 },
  ],
};
/** numpy's object arrays: None, a type, and Chinese text as text and as bytes (of Python 2: as the text of its bytes). */
const objects = (python: 2 | 3): object =>
  array("object", [
    null,
    { $type: "global", name: "builtins.range" },
    "優良",
    python === 2 ? Buffer.from("不良").toString("latin1") : { $type: "bytes", base64: Buffer.from("不良").toString("base64") },
  ]);
const ints = (from: number): number[] => [from, from + 1, from + 2];
const pair = (dtype: string): object => ({ a: array(dtype, ints(0)), b: array(dtype, ints(3)) });
const big = (value: string): object => ({ $type: "int", value });

/** By file name: what CPython's, numpy's and picklescan's own tests assert. */
const STATED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["benign0_v0.pkl", ["a", "b", "c"]],
  ["benign0_v3.pkl", ["a", "b", "c"]],
  ["benign0_v4.pkl", ["a", "b", "c"]],
  ["int_array.npy", array("int32", [1, 2, 3, 4], [2, 2])],
  ["int_arrays.npz", pair("int32")],
  ["int_arrays_compressed.npz", pair("int32")],
  ["object_arrays.npz", pair("object")],
  ["object_arrays_compressed.npz", pair("object")],
  ["py2-objarr.npy", objects(2)],
  ["py3-objarr.npy", objects(3)],
  ["py2-objarr.npz", { x: objects(2) }],
  ["py3-objarr.npz", { x: objects(3) }],
  ["model_weights.pkl", { weights: [1, 2, 3, 4, 5], bias: 0.1, model_type: "linear" }],
  ["DATA_XRANGE.pkl", { $type: "object", class: "builtins.range", origin: "builtins.range", args: [0, 5, 1] }],
  ["DATA_SET2.pkl", { $type: "set", items: [3] }],
  ["test_load_python2_str_as_bytes_g01.pkl", "a\u0000\u00a0"],
  ["test_load_python2_unicode_as_str_g00.pkl", "π"],
  ["test_load_python2_unicode_as_str_g02.pkl", "π"],
  ["test_constants_g00.pkl", null],
  ["test_constants_g01.pkl", true],
  ["test_constants_g02.pkl", false],
  ["test_constants_g04.pkl", false],
  ["test_short_binbytes_a00.pkl", { $type: "bytes", base64: "4oKsAA==" }],
  ["test_binunicode8_a00.pkl", "€\u0000"],
  ["test_bytearray8_a00.pkl", { $type: "bytearray", base64: Buffer.from("xxx").toString("base64") }],
  ["test_binget_a00.pkl", SHARED_LIST],
  ["test_long_binget_a00.pkl", SHARED_LIST],
  ["test_correctly_quoted_string_00.pkl", ""],
  ["test_correctly_quoted_string_01.pkl", ""],
  ["test_correctly_quoted_string_03.pkl", "\n"],
  ["test_frame_readline_a00.pkl", 42],
  [
    "sfc64_np126.pkl.gz",
    {
      $type: "object",
      class: "numpy.random.SFC64",
      origin: "numpy.random._pickle.__bit_generator_ctor",
      args: ["SFC64"],
      state: {
        bit_generator: "SFC64",
        state: {
          state: array("uint64", [big("9957867060933711493"), big("532597980065565856"), big("14769588338631205282"), 13]),
        },
        has_uint32: 0,
        uinteger: 0,
      },
    },
  ],
  [
    "generator_pcg64_np126.pkl.gz",
    {
      $type: "object",
      class: "numpy.random.Generator",
      origin: "numpy.random._pickle.__generator_ctor",
      args: ["PCG64"],
      state: {
        bit_generator: "PCG64",
        state: {
          state: big("35399562948360463058890781895381311971"),
          inc: big("87136372517582989555478159403783844777"),
        },
        has_uint32: 0,
        uinteger: 0,
      },
    },
  ],
]);

/** The stated value of an accepted file, undefined where the manifest only says that it is plain data. */
export function statedValue(file: string): unknown {
  if (STATED.has(file)) return STATED.get(file);
  const companion = /^joblib_.*(_\d\d\.npy)$/.exec(file);
  if (companion !== null) return COMPANIONS.get(companion[1] ?? "");
  return file.startsWith("joblib_") ? joblibValue(file) : undefined;
}
