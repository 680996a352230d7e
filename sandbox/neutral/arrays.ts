/**
 * numpy's values: dtypes, arrays, scalars. Short arrays are written as numbers, long ones as base64; with a sidecar all, and
 * with `behind` those that would be base64, are tensors behind the document, which the document refers to by number.
 */
import { shapeOf } from "../numpy/shape.js";
import type { DType } from "../tape/dtype.js";
import { ARRAY, ARRAY_FLAG, type Handle, KIND, SCALAR } from "../tape/handle.js";
import { itemsSoFar } from "../tape/read.js";
import type { TensorFact } from "../wire/job.js";
import { type Payload, payloadLength } from "./array-bytes.js";
import { itemLength, itemWriter } from "./array-values.js";
import { dtypeName, writeDtype } from "./dtype.js";
import { elements, hasOddNaN, writeBase64, writeItems } from "./payload.js";
import { asciiJson, idText, type Walk } from "./walk.js";

/** Arrays of more elements are base64 unless the caller says otherwise. */
const INLINE_ELEMENTS = 1000;

export class ArrayWriter {
  readonly #walk: Walk;
  /** Arrays whose bytes stand behind the document. */
  readonly tensors: { readonly fact: TensorFact; readonly array: Handle }[] = [];
  readonly #tensorOf = new Map<Handle, number>();
  readonly #dtypeLengths = new Map<DType, number>();

  /** `arrays`: those that have a number already, in the order of these. */
  constructor(walk: Walk, arrays: readonly Handle[]) {
    this.#walk = walk;
    for (const [number, array] of arrays.entries()) this.#tensorOf.set(array, number);
  }

  /** A DTYPE. */
  dtype(handle: Handle): void {
    const dtype = this.#walk.tape.dtypeValue(handle);
    // Only where placeholders stand for what was refused: a safe artifact has none without a state.
    if (dtype === null) return this.#walk.fail("array.malformed", { why: "dtype.state" });
    this.#walk.out.ascii('{"$type":"dtype","dtype":');
    this.#writeDtype(dtype);
    this.#walk.out.ascii("}");
  }

  /** A dtype may have thousands of fields and be met as often: a dry run measures each once. */
  #writeDtype(dtype: DType): void {
    const { out, dry } = this.#walk;
    const known = dry ? this.#dtypeLengths.get(dtype) : undefined;
    if (known !== undefined) return out.skip(known);
    const before = out.size;
    writeDtype(out, dtype);
    if (dry) this.#dtypeLengths.set(dtype, out.size - before);
  }

  /** An NDARRAY. */
  array(handle: Handle, id: number): void {
    const { tape, out } = this.#walk;
    const dtype = tape.dtypeValue(tape.field(handle, ARRAY.DTYPE));
    const flags = tape.field(handle, ARRAY.FLAGS);
    const shape = shapeOf(tape, tape.field(handle, ARRAY.SHAPE));
    if (dtype === null || shape === null || (flags & ARRAY_FLAG.BUILT) === 0)
      return this.#walk.fail("array.malformed", { why: "array.never-filled" });
    const fortran = (flags & ARRAY_FLAG.FORTRAN) !== 0 && shape.length > 1;
    out.ascii(`{"$type":"ndarray"${idText(id)},"dtype":`);
    this.#writeDtype(dtype);
    out.ascii(`,"shape":[${shape.join(",")}]${fortran ? ',"order":"F"' : ""}`);
    const end = this.#subclass(tape.field(handle, ARRAY.SUBCLASS));
    const data = tape.field(handle, ARRAY.DATA);
    if (tape.kind(data) === KIND.LIST) return this.#objects(data, end);
    const range = tape.byteRange(data);
    if (range === null) return this.#walk.fail("array.malformed", { why: "array.no-data" });
    const strides = tape.strides.get(handle);
    this.#data(handle, { range, dtype, shape, fortran, ...(strides === undefined ? {} : { strides }) });
    out.ascii(end);
  }

  #subclass(token: Handle): string {
    const path = this.#walk.tape.globalValue(token)?.path;
    return path === undefined || path === "numpy.ndarray"
      ? "}"
      : `,"subclass":"${asciiJson(path.slice(path.lastIndexOf(".") + 1)).slice(1, -1)}"}`;
  }

  /** numpy lists the objects of an array in C order, whatever its memory order. */
  #objects(data: Handle, end: string): void {
    this.#walk.out.ascii(',"data":[');
    this.#walk.push(itemsSoFar(this.#walk.tape, data), "list", `]${end}`);
  }

  #data(array: Handle, payload: Payload): void {
    const { out, options } = this.#walk;
    const { arrays } = options;
    if (arrays === "sidecar" && payload.range.length > 0) return this.#beside(array, payload);
    const isShort = arrays === "inline" || (arrays !== "base64" && arrays !== "all-behind" && elements(payload) <= INLINE_ELEMENTS);
    const writer = isShort ? itemWriter(payload.dtype) : null;
    const inline = writer !== null && (arrays === "inline" || !hasOddNaN(this.#walk, payload));
    if ((arrays === "behind" || arrays === "all-behind") && !inline && payload.range.length > 0)
      return out.ascii(`,"base64":${this.#tensor(array, payload)}`);
    out.ascii(inline ? ',"data":[' : ',"base64":"');
    if (!inline) writeBase64(this.#walk, payload);
    else if (this.#walk.dry) out.skip(elements(payload) * itemLength(payload.dtype));
    else writeItems(this.#walk, payload, writer);
    out.ascii(inline ? "]" : '"');
  }

  #beside(array: Handle, payload: Payload): void {
    const { out, options } = this.#walk;
    const index = this.#tensor(array, payload);
    out.ascii(',"file":');
    out.longAscii(asciiJson(options.sidecar));
    out.ascii(`,"tensor":"${index}"`);
  }

  /** Number of the tensor that an array is. */
  #tensor(array: Handle, payload: Payload): number {
    const { dtype, shape } = payload;
    const bytes = payloadLength(payload);
    const { out, dry } = this.#walk;
    let index = this.#tensorOf.get(array);
    if (index === undefined) {
      index = this.tensors.length;
      this.#tensorOf.set(array, index);
      if (dry) out.skip(bytes);
      this.tensors.push({ fact: { dtype: dtypeName(dtype), shape: [...shape], bytes }, array });
    }
    return index;
  }

  /** A SCALAR: one item, or a value where the dtype holds objects. */
  scalar(handle: Handle): void {
    const { tape, out, dry } = this.#walk;
    const dtype = tape.dtypeValue(tape.field(handle, SCALAR.DTYPE));
    const value = tape.field(handle, SCALAR.DATA);
    if (dtype === null) return this.#walk.fail("array.malformed", { why: "scalar.no-dtype" });
    out.ascii('{"$type":"scalar","dtype":');
    this.#writeDtype(dtype);
    const range = tape.byteRange(value);
    if (range === null || dtype.kind === "T") return this.#walk.push(Int32Array.of(value), "parts", "}", ["value"]);
    const payload = { range, dtype, shape: [1], fortran: false };
    const writer = itemWriter(dtype);
    out.ascii(writer === null ? ',"base64":"' : ',"value":');
    if (writer === null) writeBase64(this.#walk, payload);
    else if (dry) out.skip(itemLength(dtype));
    else writeItems(this.#walk, payload, writer);
    out.ascii(writer === null ? '"}' : "}");
  }
}
