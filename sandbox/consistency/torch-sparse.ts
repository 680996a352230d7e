/**
 * torch's sparse tensors. `torch.load` checks them only in some versions (2.9 no more), and native code follows their indices
 * unchecked: what `torch/_utils.py` and ATen's `_validate_sparse_*_tensor_args` demand is demanded here. Coordinates are
 * int64 of a row a dimension, inside the size, rising where the tensor says that it is coalesced; compressed rows or columns are int32 or
 * int64, their pointers rise from 0 to the entries, and plain indices rise within each.
 *
 * Refused beside that: indices whose items do not follow one another (expanded or sliced ones), which torch does not write.
 */
import type { PlainReason } from "../finding/reasons.js";
import { tupleShape } from "../numpy/shape.js";
import { ARRAY, ARRAY_FLAG, type Handle, KIND, NOTHING, OBJECT, TRUE } from "../tape/handle.js";
import { dictValue, isText } from "../tape/read.js";
import type { Tape } from "../tape/tape.js";
import { type ArrayView, eachItem, integerReader, isWithin, type Payloads, rangeOf, viewOf } from "./array-view.js";

/** Torch counts items in 63 bits. */
const MOST_ITEMS = 2n ** 63n;

/** Layouts whose pointers run over columns, and those whose entries are blocks. */
const BY_COLUMN = ["torch.sparse_csc", "torch.sparse_bsc"];
const IN_BLOCKS = ["torch.sparse_bsr", "torch.sparse_bsc"];

const WRONG: PlainReason = "torch.indices";

/** The parts of a tensor. */
interface SparseTensor {
  readonly payloads: Payloads;
  readonly state: Handle;
  readonly size: readonly number[];
  readonly values: ArrayView;
}

export function torchSparseProblem(payloads: Payloads, instance: Handle): PlainReason | null {
  const { tape } = payloads;
  const state = tape.field(instance, OBJECT.STATE);
  const size = sizeOf(tape, dictValue(tape, state, "size"));
  const values = arrayOf(payloads, dictValue(tape, state, "values"));
  if (size === null || values === null) return WRONG;
  if (size.reduce((product, n) => product * BigInt(n), BigInt(values.dtype.itemsize)) >= MOST_ITEMS) return WRONG;
  const tensor = { payloads, state, size, values };
  return dictValue(tape, state, "indices") === NOTHING ? compressedProblem(tensor) : coordinatesProblem(tensor);
}

/** `torch.Size`, or the tuple that it was before. */
function sizeOf(tape: Tape, handle: Handle): readonly number[] | null {
  return tupleShape(tape, tape.kind(handle) === KIND.OBJECT ? tape.tupleItem(tape.field(handle, OBJECT.ARGS), 0) : handle);
}

/** The array that a tensor holds, wherever its items stand. */
function arrayOf(payloads: Payloads, tensor: Handle): ArrayView | null {
  const { tape } = payloads;
  return viewOf(payloads, dictValue(tape, tape.field(tensor, OBJECT.STATE), "data"));
}

/** Integers of one of these sizes whose items follow one another. */
function indicesOf({ payloads, state }: SparseTensor, key: string, ...itemsizes: readonly number[]): ArrayView | null {
  const array = arrayOf(payloads, dictValue(payloads.tape, state, key));
  if (array === null || payloads.tape.strides.has(array.handle)) return null;
  return array.dtype.kind === "i" && itemsizes.includes(array.dtype.itemsize) ? array : null;
}

const isFortran = ({ tape }: Payloads, { handle }: ArrayView): boolean => (tape.field(handle, ARRAY.FLAGS) & ARRAY_FLAG.FORTRAN) !== 0;

const same = (a: readonly number[], b: readonly number[]): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

function coordinatesProblem(tensor: SparseTensor): PlainReason | null {
  const { payloads, size, values, state } = tensor;
  const indices = indicesOf(tensor, "indices", 8);
  const read = indices === null ? null : integerReader(indices.dtype);
  const [sides = -1, entries = -1, ...more] = indices?.shape ?? [];
  if (indices === null || read === null || more.length > 0 || sides > size.length) return WRONG;
  if (!same(values.shape, [entries, ...size.slice(sides)])) return WRONG;
  const order = dictValue(payloads.tape, state, "is_coalesced") === TRUE ? new RisingEntries(entries) : null;
  const fortran = isFortran(payloads, indices);
  // Of each side the index before: in C order of the entry before in this side, in Fortran's of each side.
  const before = new Float64Array(sides);
  const why = eachItem(payloads, indices, (bytes, at, i) => {
    const [side, entry] = fortran ? [i % sides, Math.floor(i / sides)] : [Math.floor(i / entries), i % entries];
    const index = read(bytes, at);
    if (index < 0 || index >= (size[side] ?? 0)) return WRONG;
    if (entry > 0) order?.look(entry, index - (before[side] ?? 0));
    before[side] = index;
    return null;
  });
  return why ?? (order === null || order.rise() ? null : WRONG);
}

/** Whether each entry stands behind the one before it, its sides looked at one after the other. */
class RisingEntries {
  /** Of each entry: the sign of the first difference to the one before. */
  readonly #signs: Int8Array;

  constructor(entries: number) {
    this.#signs = new Int8Array(entries);
  }

  look(entry: number, difference: number): void {
    if (this.#signs[entry] === 0) this.#signs[entry] = Math.sign(difference);
  }

  rise(): boolean {
    return this.#signs.every((sign, entry) => entry === 0 || sign > 0);
  }
}

/** Rows or columns of numbers or blocks, behind as many dimensions of batches as the pointers have before their last. */
function compressedProblem(tensor: SparseTensor): PlainReason | null {
  const { payloads, size, values, state } = tensor;
  const [pointers, plain] = [indicesOf(tensor, "compressed_indices", 4, 8), indicesOf(tensor, "plain_indices", 4, 8)];
  if (pointers === null || plain === null || pointers.dtype.itemsize !== plain.dtype.itemsize) return WRONG;
  if (isFortran(payloads, pointers) || isFortran(payloads, plain)) return WRONG;
  const layout = dictValue(payloads.tape, state, "layout");
  const isOneOf = (names: readonly string[]): boolean => names.some((name) => isText(payloads.tape, layout, name));
  const batch = size.slice(0, pointers.shape.length - 1);
  const entries = plain.shape.at(-1) ?? 0;
  const inBlocks = isOneOf(IN_BLOCKS);
  const block = inBlocks ? values.shape.slice(batch.length + 1, batch.length + 3) : [1, 1];
  const [height = 0, width = 0] = block;
  const [rows = -1, columns = -1, ...dense] = size.slice(batch.length);
  if (height < 1 || width < 1 || rows < 0 || columns < 0 || rows % height !== 0 || columns % width !== 0) return WRONG;
  if (!same(values.shape, [...batch, entries, ...(inBlocks ? block : []), ...dense])) return WRONG;
  const sides = [rows / height, columns / width];
  const [major = 0, minor = 0] = isOneOf(BY_COLUMN) ? sides.toReversed() : sides;
  if (!same(pointers.shape, [...batch, major + 1]) || !same(plain.shape, [...batch, entries])) return WRONG;
  return linesProblem(payloads, pointers, plain, major, entries) ?? (isWithin(rangeOf(payloads, plain), 0, minor - 1) ? null : WRONG);
}

/** Pointers of each batch rise from 0 to the entries, and indices rise between one pointer and the next. */
function linesProblem(payloads: Payloads, pointers: ArrayView, plain: ArrayView, major: number, entries: number): PlainReason | null {
  const [pointer, index] = [integerReader(pointers.dtype), integerReader(plain.dtype)];
  if (pointer === null || index === null) return WRONG;
  const count = plain.shape.reduce((product, n) => product * n, 1);
  /** A line of indices begins here. */
  const begins = new Uint8Array(count + 1);
  let last = 0;
  const why = eachItem(payloads, pointers, (bytes, at, i) => {
    const [place, value] = [i % (major + 1), pointer(bytes, at)];
    if (value < (place === 0 ? 0 : last) || value > entries) return WRONG;
    if ((place === 0 && value !== 0) || (place === major && value !== entries)) return WRONG;
    begins[Math.floor(i / (major + 1)) * entries + value] = 1;
    last = value;
    return null;
  });
  let before = 0;
  return (
    why ??
    eachItem(payloads, plain, (bytes, at, i) => {
      const value = index(bytes, at);
      const rises = begins[i] === 1 || value > before;
      before = value;
      return rises ? null : WRONG;
    })
  );
}
