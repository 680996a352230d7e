/**
 * The storages of a torch file, as its pickle asks for them: by persistent ids `('storage', class, key, location, items)`. A key
 * is looked up among what the file has, by its exact text, and is no path. Where the bytes stand is known at once (zip), or
 * when the pickle has been read (the stream of torch before 1.6, whose storages come behind it).
 *
 * Refused: an id of any other form, a class that is no storage, a key twice with another class or length, a storage longer than
 * its bytes, one on the device `meta`, whose bytes torch does not look at. Everywhere else persistent ids are refused as such.
 */
import type { SourceFault } from "../container/source.js";
import type { PlainReason } from "../finding/reasons.js";
import { makeArray } from "../numpy/array-state.js";
import { plainDtype } from "../numpy/dtype-text.js";
import { strText } from "../numpy/text.js";
import type { DType } from "../tape/dtype.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, PLACE } from "../tape/handle.js";
import type { Machine, Persistent } from "./machine.js";
import { torchDtype } from "./torch-dtypes.js";
import type { TorchStorage, View } from "./torch-views.js";

/** Longest key and location: torch writes a number, and a device. */
const LONGEST_KEY = 128;
const LONGEST_LOCATION = 256;

/** Where a storage's bytes stand in the source of payloads. */
export interface StoragePlace {
  readonly offset: number;
  readonly length: number;
  /** It is compressed. */
  readonly packed: boolean;
}

/** What a file has under a key: its place, null where that comes later, or why there is none. */
export type FindStorage = (key: string) => StoragePlace | SourceFault | null;

const isFault = (found: StoragePlace | SourceFault | null): found is SourceFault => found !== null && "code" in found;

export class TorchStorages implements Persistent {
  readonly #find: FindStorage;
  /** The file's numbers are big-endian. */
  readonly bigEndian: boolean;
  readonly packed = new Set<Handle>();
  readonly #byKey = new Map<string, { readonly storage: TorchStorage; readonly made: Handle }>();
  readonly #byHandle = new Map<Handle, TorchStorage>();
  /** Arrays over the same items are one array. */
  readonly #arrays = new Map<string, Handle>();
  /** Bytes that wait for their storage's place, by its key. */
  readonly #waiting = new Map<string, Handle[]>();

  constructor(find: FindStorage, bigEndian: boolean) {
    this.#find = find;
    this.bigEndian = bigEndian;
  }

  /** All that the pickle asked for. */
  get keys(): readonly string[] {
    return [...this.#byKey.keys()];
  }

  storageAt(key: string): TorchStorage | null {
    return this.#byKey.get(key)?.storage ?? null;
  }

  /** The storage that a value is, null for any other value. */
  storageOf(handle: Handle): TorchStorage | null {
    return this.#byHandle.get(handle) ?? null;
  }

  /** The value that an id stands for, or why it is refused. */
  load(machine: Machine, id: Handle): Handle | PlainReason | SourceFault {
    const { tape } = machine;
    if (tape.kind(id) !== KIND.TUPLE || (tape.count(id) !== 5 && tape.count(id) !== 6)) return "torch.id";
    const [kind, token, named, location] = [0, 1, 2, 3].map((i) => tape.tupleItem(id, i));
    const count = tape.intValue(tape.tupleItem(id, 4));
    if (strText(machine, kind ?? NONE) !== "storage") return "torch.id";
    const dtype = storageDtype(machine.entry(token ?? NONE)?.path ?? "");
    const key = strText(machine, named ?? NONE, LONGEST_KEY);
    const device = strText(machine, location ?? NONE, LONGEST_LOCATION);
    if (dtype === null || key === null || device === null) return "torch.id";
    if (device.startsWith("meta")) return "torch.meta";
    if (count === null || !Number.isSafeInteger(count) || count < 0) return "torch.id";
    // A view of another storage: only torch before 0.4 wrote one.
    if (tape.count(id) === 6 && tape.tupleItem(id, 5) !== NONE) return "torch.view";
    machine.names.use(token ?? NONE, "reference");
    machine.consumed.add(id);
    return this.#known(key, dtype, count) ?? this.#make(machine, key, ordered(dtype, this.bigEndian), count);
  }

  #known(key: string, dtype: DType, count: number): Handle | PlainReason | null {
    const known = this.#byKey.get(key);
    if (known === undefined) return null;
    return known.storage.count === count && sameDtype(known.storage.dtype, dtype) ? known.made : "torch.two-storages";
  }

  #make(machine: Machine, key: string, dtype: DType, count: number): Handle | PlainReason | SourceFault {
    const found = this.#find(key);
    if (isFault(found)) return found;
    if (count > machine.limits.maxElements) return "torch.storage-length";
    if (found !== null && count * dtype.itemsize > found.length) return "torch.storage-length";
    const storage = { key, dtype, count, offset: found?.offset ?? 0, packed: found?.packed === true };
    const array = this.array(machine, storage, { dtype, offset: 0, shape: [count], strides: [1] });
    const made = described(machine, "torch.storage.TypedStorage", NOTHING, [["data", array]]);
    this.#byKey.set(key, { storage, made });
    this.#byHandle.set(made, storage);
    return made;
  }

  /** The items that a tensor shows of a storage. The caller has seen to it that they stand in it. */
  array(machine: Machine, storage: TorchStorage, view: View): Handle {
    const { tape } = machine;
    const { dtype, shape, strides } = view;
    const id = `${storage.key} ${dtype.kind}${dtype.itemsize}${dtype.name ?? ""} ${view.offset} ${shape.join()} ${strides.join()}`;
    const known = this.#arrays.get(id);
    if (known !== undefined) return known;
    const length = spanOf(shape, strides) * dtype.itemsize;
    const data = tape.bytes(KIND.BYTES, PLACE.SOURCE, storage.offset + view.offset * dtype.itemsize, length);
    const waiting = this.#waiting.get(storage.key);
    if (waiting === undefined) this.#waiting.set(storage.key, [data]);
    else waiting.push(data);
    const sizes = Int32Array.from(shape, (n) => tape.int(n));
    const order = orderOf(shape, strides);
    const type = tape.dtype(dtype);
    const parts = { dtype: type, shape: tape.tuple(sizes, 0, sizes.length), data, fortran: order === "F", subclass: NOTHING };
    const array = makeArray(tape, parts);
    if (order === null) tape.strides.set(array, strides);
    this.#arrays.set(id, array);
    return array;
  }

  /** Says where a storage stands that the pickle has asked for. */
  place(machine: Machine, key: string, offset: number): void {
    for (const data of this.#waiting.get(key) ?? []) machine.tape.moveBytes(data, offset);
    this.#waiting.delete(key);
  }
}

/** Items from the first to the last that a view shows. */
function spanOf(shape: readonly number[], strides: readonly number[]): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, n, i) => span + (n - 1) * (strides[i] ?? 0), 1);
}

/** C or Fortran's order where the items follow one another; null where they do not. */
function orderOf(shape: readonly number[], strides: readonly number[]): "C" | "F" | null {
  if (shape.includes(0)) return "C";
  const axes = shape.map((_, i) => i);
  const follows = (order: readonly number[]): boolean => {
    let step = 1;
    for (const i of order) {
      const n = shape[i] ?? 1;
      if (n !== 1 && strides[i] !== step) return false;
      step *= n;
    }
    return true;
  };
  return follows(axes.toReversed()) ? "C" : follows(axes) ? "F" : null;
}

/** A dtype in the file's order of bytes. */
const ordered = (dtype: DType, bigEndian: boolean): DType => (dtype.itemsize > 1 ? { ...dtype, bigEndian } : dtype);

const sameDtype = (a: DType, b: DType): boolean => a.kind === b.kind && a.itemsize === b.itemsize && a.name === b.name;

/** The dtype of a class of storages by its public path, null for what is none. */
function storageDtype(path: string): DType | null {
  if (path === "torch.storage.UntypedStorage") return plainDtype("u", 1);
  const [, name] = /^torch\.(\w+)Storage$/.exec(path) ?? [];
  return name === undefined ? null : torchDtype(name);
}

/** An instance of one of torch's own classes, described by what stands in a dict. It takes no state of the stream. */
export function described(machine: Machine, path: string, origin: Handle, facts: readonly (readonly [string, Handle])[]): Handle {
  const { tape } = machine;
  const token = machine.names.built(path, "none");
  const made = machine.instance(token, origin === NOTHING ? token : origin, NOTHING, OBJECT_FLAG.CALLED);
  const dict = tape.collection(KIND.DICT);
  const pairs = Int32Array.from(facts.flatMap(([key, value]) => [textHandle(machine, key), value]));
  tape.extend(dict, pairs, 0, pairs.length);
  tape.setField(made, OBJECT.STATE, dict);
  tape.setField(made, OBJECT.STATE_COUNT, facts.length);
  return made;
}

/** An ASCII text. */
export function textHandle({ tape }: Machine, text: string): Handle {
  const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return tape.str(bytes, 0, bytes.length);
}
