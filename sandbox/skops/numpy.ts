/**
 * Loaders of numpy's arrays, scalars and dtypes. Files hold arrays of numbers and texts; arrays of objects stand as nodes, nested
 * lists where they have several dimensions. What skops itself does not keep: a masked array's fill value.
 */
import { stepBuild } from "../machine/build.js";
import { tupleOf } from "../machine/collections.js";
import { stepReduce } from "../machine/construct.js";
import { makeArray } from "../numpy/array-state.js";
import { plainDtype } from "../numpy/dtype-text.js";
import { elementCount, tupleShape } from "../numpy/shape.js";
import { ARRAY, ARRAY_FLAG, boolHandle, type Handle, intHandle, KIND, NONE, NOTHING, PLACE, SCALAR } from "../tape/handle.js";
import { isFault } from "./files.js";
import { NO_TOKEN, TOKEN, type Token } from "./json-tape.js";
import type { Loader, SkopsReader, Steps } from "./reader.js";
import { scalarDtype } from "./scalars.js";

const isFortran = ({ tape }: SkopsReader, array: Handle): boolean => (tape.field(array, ARRAY.FLAGS) & ARRAY_FLAG.FORTRAN) !== 0;

/** A text as bytes on the tape. */
function bytesHandle({ tape }: SkopsReader, text: string): Handle {
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return tape.bytes(KIND.BYTES, PLACE.ARENA, tape.put(bytes, 0, bytes.length), bytes.length);
}

// ---- arrays ----

/** numpy's scalar types without a size in their name, by the kind of their dtype. */
const SCALAR_KINDS: ReadonlyMap<string, string> = new Map([
  ["bool", "b"],
  ["bool_", "b"],
  ["str_", "U"],
  ["bytes_", "S"],
  ["datetime64", "M"],
  ["timedelta64", "m"],
  ["float16", "f"],
  ["longdouble", "f"],
  ["complex64", "c"],
  ["complex128", "c"],
  ["longlong", "i"],
  ["ulonglong", "u"],
  ["intc", "i"],
  ["uintc", "u"],
]);

/** The array as a scalar of the node's class; NOTHING where the class is none of that dtype. */
function asScalar(r: SkopsReader, node: Token, array: Handle): Handle {
  const { tape } = r;
  const dtype = tape.dtypeValue(tape.field(array, ARRAY.DTYPE));
  const name = r.text(node, "__class__");
  const sized = scalarDtype(name);
  const fits = sized === null ? SCALAR_KINDS.get(name) === dtype?.kind : sized.kind === dtype?.kind && sized.itemsize === dtype.itemsize;
  if (dtype === null || !fits || tape.count(tape.field(array, ARRAY.SHAPE)) !== 0) return NOTHING;
  return tape.small(KIND.SCALAR, tape.field(array, ARRAY.DTYPE), tape.field(array, ARRAY.DATA));
}

/** An npy file: an array, a scalar of numpy, or a call of whatever class the node names with the array. */
function fileArray(r: SkopsReader, node: Token): boolean {
  const file = r.fileOf(node);
  if (file === null || r.json.field(node, "content") !== NO_TOKEN) return r.refuse("skops.content");
  const isPlain = r.isOf(node, "numpy", "ndarray");
  const token = isPlain ? NOTHING : r.named(node);
  const array = r.files.array(r.tape, file);
  if (isPlain || isFault(array)) return r.made(array, file);
  const entry = r.machine.entry(token);
  if (entry?.kind === "reference" && entry.what === "type") {
    const scalar = asScalar(r, node, array);
    if (scalar !== NOTHING) r.machine.names.use(token, "call");
    return scalar === NOTHING ? r.refuse("skops.scalar") : r.stream.push(scalar);
  }
  if (entry?.path === "numpy.matrix") {
    r.tape.setField(array, ARRAY.SUBCLASS, token);
    return r.stream.push(array);
  }
  r.stream.push(token);
  r.stream.push(array);
  return tupleOf(r.stream, 1) && r.step(stepReduce);
}

/** The items of nested list nodes, `depth` levels of them, as tokens; null where a level is no plain list of its length. */
function leaves(r: SkopsReader, content: Token, shape: readonly number[]): readonly Token[] | null {
  let level: readonly Token[] = [...r.json.items(content)];
  if (level.length !== shape[0]) return null;
  for (const size of shape.slice(1)) {
    const next: Token[] = [];
    for (const list of level) {
      const items = r.json.field(list, "content");
      const isList = r.json.is(r.json.field(list, "__loader__"), "ListNode") && r.isOf(list, "builtins", "list");
      if (!isList || r.json.kind(items) !== TOKEN.ARRAY || r.json.count(items) !== size) return null;
      for (const item of r.json.items(items)) next.push(item);
    }
    level = next;
  }
  return level;
}

/** Values that `numpy.array` would take for one more dimension. */
const IS_SEQUENCE: ReadonlySet<number> = new Set([KIND.LIST, KIND.TUPLE, KIND.NDARRAY]);

/** sklearn's classes without a length, which `numpy.array` takes as they are: no ensembles, no pipelines, no bunches. */
const WITHOUT_LENGTH = ["sklearn.tree.", "sklearn.linear_model.", "sklearn.svm.", "sklearn.naive_bayes.", "sklearn.dummy."];

function isSequence(r: SkopsReader, value: Handle): boolean {
  if (r.tape.kind(value) !== KIND.OBJECT) return IS_SEQUENCE.has(r.tape.kind(value));
  const path = r.machine.classOf(value)?.path ?? "";
  return !WITHOUT_LENGTH.some((start) => path.startsWith(start));
}

/** An array of objects: its shape, and its items as nodes. */
function* objectArray(r: SkopsReader, node: Token): Steps {
  const { json, tape, stream } = r;
  const [content, shapeNode] = [json.field(node, "content"), json.field(node, "shape")];
  if (shapeNode === NO_TOKEN || json.kind(content) !== TOKEN.ARRAY) return r.refuse("skops.content");
  if (json.field(node, "file") !== NO_TOKEN) return r.refuse("skops.content");
  if (!r.isOf(node, "numpy", "ndarray")) return r.refuse("skops.class");
  yield shapeNode;
  const shape = r.pop();
  const sizes = tupleShape(tape, shape);
  const items = sizes === null || sizes.length === 0 ? null : leaves(r, content, sizes);
  if (sizes === null || items === null || elementCount(sizes, 8, items.length) !== items.length) return r.refuse("skops.object-array");
  const list = tape.collection(KIND.LIST);
  const from = stream.sp;
  for (const item of items) yield item;
  const values = stream.stack.slice(from, stream.sp);
  if (sizes.length > 1 && values.some((value) => isSequence(r, value))) return r.refuse("skops.object-array");
  tape.extend(list, values, 0, values.length);
  stream.noteReferences(list, from, values.length);
  stream.sp = from;
  stream.open.drop(from);
  const array = makeArray(tape, { dtype: tape.dtype(plainDtype("O", 8)), shape, data: list, fortran: false, subclass: NOTHING });
  stream.nested(r.machine.nesting.note(array));
  return stream.push(array);
}

export const ndarrayNode: Loader = {
  keys: ["type"],
  optional: ["file", "content", "shape"],
  *run(r, node) {
    const type = r.json.field(node, "type");
    if (r.json.is(type, "numpy") && r.json.field(node, "shape") === NO_TOKEN) return fileArray(r, node);
    return r.json.is(type, "json") ? yield* objectArray(r, node) : r.refuse("skops.content");
  },
};

/** The dtype of an empty array. */
export const dtypeNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    if (!r.isOf(node, "numpy", "dtype")) return r.refuse("skops.class");
    yield r.json.field(node, "content");
    const array = r.pop();
    return r.tape.kind(array) === KIND.NDARRAY ? r.stream.push(r.tape.field(array, ARRAY.DTYPE)) : r.refuse("skops.content");
  },
};

// ---- masked arrays ----

/** The mask's bytes, one an item; null where mask and data do not fit. No mask at all is one of noughts. */
function maskBytes(r: SkopsReader, data: Handle, mask: Handle): Handle | null {
  const { tape } = r;
  const shape = tupleShape(tape, tape.field(data, ARRAY.SHAPE));
  const length = shape === null ? null : elementCount(shape, 1, r.machine.limits.maxElements);
  const type = tape.field(mask, tape.kind(mask) === KIND.SCALAR ? SCALAR.DTYPE : ARRAY.DTYPE);
  if (shape === null || length === null || tape.dtypeValue(type)?.kind !== "b") return null;
  if (tape.kind(mask) === KIND.SCALAR) {
    if (length > Math.max(MOST_ZEROS, tape.byteRange(tape.field(data, ARRAY.DATA))?.length ?? 0)) return null;
    const zeros = new Uint8Array(length);
    return tape.bytes(KIND.BYTES, PLACE.ARENA, tape.put(zeros, 0, length), length);
  }
  const other = tupleShape(tape, tape.field(mask, ARRAY.SHAPE));
  if (other?.join() !== shape.join()) return null;
  return shape.length < 2 || isFortran(r, mask) === isFortran(r, data) ? tape.field(mask, ARRAY.DATA) : null;
}

/** Noughts that are made for a mask. */
const MOST_ZEROS = 1024;

/** `_mareconstruct(MaskedArray, ndarray, (0,), b"b")` with its state, the fill value that numpy chooses. */
export const maskedArrayNode: Loader = {
  keys: ["content"],
  *run(r, node) {
    const { tape, stream, json } = r;
    const content = json.field(node, "content");
    const [data, mask] = [json.field(content, "data"), json.field(content, "mask")];
    if (data === NO_TOKEN || mask === NO_TOKEN || json.count(content) !== 2) return r.refuse("skops.content");
    const cls = r.named(node);
    if (r.machine.entry(cls)?.path !== "numpy.ma.MaskedArray") return r.refuse("skops.class");
    yield data;
    yield mask;
    const [bits, array] = [r.pop(), r.pop()];
    const isMask = tape.kind(bits) === KIND.NDARRAY || tape.kind(bits) === KIND.SCALAR;
    const bytes = tape.kind(array) === KIND.NDARRAY && isMask ? maskBytes(r, array, bits) : null;
    if (bytes === null) return r.refuse("skops.mask");
    r.pushGlobal("numpy.ma.core", "_mareconstruct");
    const args = [cls, r.global("numpy", "ndarray"), tape.tuple(Int32Array.of(intHandle(0)), 0, 1), bytesHandle(r, "b")];
    for (const arg of args) stream.push(arg);
    if (!tupleOf(stream, args.length) || !r.step(stepReduce)) return false;
    const order = boolHandle(isFortran(r, array));
    const [dtype, shape, payload] = [tape.field(array, ARRAY.DTYPE), tape.field(array, ARRAY.SHAPE), tape.field(array, ARRAY.DATA)];
    for (const part of [intHandle(1), shape, dtype, order, payload, bytes, NONE]) stream.push(part);
    return tupleOf(stream, 7) && r.step(stepBuild);
  },
};
