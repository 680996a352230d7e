/** What mutations put in: texts that act where they are executed, opened or looked up, and values of the wrong kind. */
import { bool, bytes, call, dict, float, global, int, list, made, type Node, none, str, tuple } from "./nodes.js";
import { type Operation, op, textOp } from "./operations.js";

/** Acts when anything executes it: the audit hook sees it. */
export const CODE = "import os; os.mkdir('cornichon-marker')";

const TEXTS = [
  CODE, "_parse_arg_template", "__array_interface__", "__class__", "__dict__", "_typ", "dateutil//etc/hostname", "/etc/hostname", "../../etc/hostname",
  "read", "hasobject", "dtype", "O", "O8", "V8", "S8", "U1", "M8", "M8[7s]", "m8", "m8[7/3s]", "?", "i4,i4", "(2,3)i4", "f8", ">i4", "<i4", "|i4", "=i4", "u1",
  "object", "datetime64[ns, dateutil//etc/hostname]", "datetime64[ns, UTC]", "category", "period[M]", "interval", "data", "indices", "indptr", "nodes", "values",
  "codes", "levels", "freq", "tz", "name", "shape", "_shape", "pos", "key", "state", "bit_generator", "MT19937", "node_count", "max_depth", "X_thresholds_",
  "", "a\0b", "\u{1F600}", "series", "index", "dataframe", "datetimeindex",
]; // biome-ignore format: words

const SPANS = [op("N"), op("\x88"), op("]"), op("}"), op(")"), op("\x8f")];
const globalOp = (module: string, name: string): Operation => op("c", Buffer.from(`${module}\n${name}\n`));

export const POISON = {
  texts: TEXTS,
  /** Short pushes, as operations. */
  streams: [
    ...SPANS.map((one) => [one]),
    [op("}"), textOp("_parse_arg_template"), textOp(CODE), op("s")],
    [op("K", Uint8Array.of(255))],
    [op("J", Buffer.from("ffffffff", "hex"))],
    [globalOp("numpy", "float64")],
    [globalOp("numpy", "ndarray")],
  ],
  /** Calls that copy in Python: the callable alone. */
  copies: [
    [globalOp("__builtin__", "dict")],
    [globalOp("__builtin__", "list")],
    [globalOp("__builtin__", "tuple")],
    [globalOp("__builtin__", "set")],
    [globalOp("collections", "OrderedDict")],
    [globalOp("collections", "Counter")],
    [globalOp("collections", "deque")],
  ],
} as const satisfies { texts: readonly string[]; streams: readonly (readonly Operation[])[]; copies: readonly (readonly Operation[])[] };

// -- values of the wrong kind

const MULTI = "numpy.core.multiarray";

/** numpy's dtype with the state that it writes for a plain type. */
export function dtypeNode(text: string, order: string, sizes: readonly [number, number] = [-1, -1], flags = 0): Node {
  const state = tuple(int(3), str(order), none, none, none, int(sizes[0]), int(sizes[1]), int(flags));
  return call("numpy", "dtype", [str(text), bool(false), bool(true)], state);
}

const F8 = (): Node => dtypeNode("f8", "<");
const O8 = (): Node => dtypeNode("O8", "|", [-1, -1], 63);

export function structured(): Node {
  const fields = dict([str("a"), tuple(dtypeNode("f8", "<"), int(0))], [str("b"), tuple(dtypeNode("i4", "<"), int(8))]);
  return call(
    "numpy",
    "dtype",
    [str("V12"), bool(false), bool(true)],
    tuple(int(3), str("|"), none, tuple(str("a"), str("b")), fields, int(12), int(1), int(0)),
  );
}

export function arrayNode(dtype: Node, shape: readonly number[], payload: Node, subclass: Node = global("numpy", "ndarray")): Node {
  const state = tuple(int(1), tuple(...shape.map(int)), dtype, bool(false), payload);
  return call(MULTI, "_reconstruct", [subclass, tuple(int(0)), bytes(Buffer.from("b"))], state);
}

const numbers = (...values: number[]): Node => bytes(new Uint8Array(Float64Array.from(values).buffer));

export function textScalar(text: string): Node {
  const points = [...text].map((one) => one.codePointAt(0) ?? 0);
  const size = 4 * Math.max(1, points.length);
  return call(MULTI, "scalar", [dtypeNode(`U${size / 4}`, "<", [size, 4], 8), bytes(new Uint8Array(Uint32Array.from(points).buffer))]);
}

export function bytesScalar(text: string): Node {
  const size = Math.max(1, text.length);
  return call(MULTI, "scalar", [dtypeNode(`S${size}`, "|", [size, 1], 0), bytes(Buffer.from(text, "latin1"))]);
}

export const intScalar = (value: bigint): Node =>
  call(MULTI, "scalar", [dtypeNode("i8", "<"), bytes(new Uint8Array(BigInt64Array.of(BigInt.asIntN(64, value)).buffer))]);

export const zeroD = (value: number): Node => arrayNode(F8(), [], numbers(value));

/** Makers of values that stand where they should not. */
export const WRONG: readonly (() => Node)[] = [
  () => none,
  () => bool(true),
  () => int(0),
  () => int(-1),
  () => int(2 ** 31),
  () => int(2n ** 63n),
  () => int(2n ** 64n),
  () => float(Number.NaN),
  () => float(1.5),
  () => float(1e300),
  () => str(""),
  () => bytes(new Uint8Array(8)),
  () => tuple(),
  () => list(),
  () => dict(),
  () => tuple(int(0), int(0)),
  () => textScalar("pos"),
  () => bytesScalar("pos"),
  () => intScalar(-1n),
  () => zeroD(3),
  () => arrayNode(F8(), [3], numbers(1, 2, 3)),
  () => arrayNode(F8(), [0], numbers()),
  () => arrayNode(dtypeNode("i8", "<"), [3], bytes(new Uint8Array(BigInt64Array.of(2n ** 62n, -5n, 7n).buffer))),
  () => arrayNode(dtypeNode("i4", "<"), [3], bytes(new Uint8Array(Int32Array.of(2 ** 30, -5, 7).buffer))),
  () => arrayNode(dtypeNode("i4", ">"), [3], bytes(new Uint8Array(Int32Array.of(1, 2, 3).buffer))),
  () => arrayNode(dtypeNode("u1", "|"), [16], bytes(new Uint8Array(16).fill(255))),
  () => arrayNode(structured(), [2], bytes(new Uint8Array(24).fill(7))),
  () => arrayNode(O8(), [2], list(str("x"), none)),
  () => arrayNode(O8(), [1], list(tuple(int(1), str("y")))),
  () => arrayNode(O8(), [], list(int(1))),
  () => arrayNode(F8(), [3, 1], numbers(1, 2, 3)),
  () => arrayNode(F8(), [2], numbers(1, 2), global("numpy", "matrix")),
  () => arrayNode(F8(), [2], numbers(1, 2), global("numpy.core.records", "recarray")),
  () => arrayNode(dtypeNode("M8[ns]", "<"), [2], numbers(1, 2)),
  () => F8(),
  () => O8(),
  () => structured(),
  () => global("numpy", "float64"),
  () => global("numpy", "ndarray"),
  () => call("__builtin__", "complex", [float(1), float(2)]),
  () => call("__builtin__", "slice", [int(0), int(9), none]),
  () => call("__builtin__", "set", [list(int(1), int(2))]),
  () => call("__builtin__", "bytearray", [bytes(Buffer.from("abc"))]),
  () => call("collections", "OrderedDict", []),
  () => call("datetime", "timedelta", [int(0), int(0), int(1)]),
  () => call("datetime", "timezone", [call("datetime", "timedelta", [int(0), int(3600), int(0)])]),
  () =>
    made(
      "newobj",
      global("sklearn.linear_model._ridge", "Ridge"),
      tuple(),
      dict([str("hasobject"), bool(true)], [str("shape"), tuple(int(3))]),
    ),
  () => made("newobj", global("sklearn.utils", "Bunch"), tuple()),
];
