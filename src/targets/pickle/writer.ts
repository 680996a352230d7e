/**
 * A document's value as a pickle of protocol 5. What is referred to more than once is memoized before what stands in it is
 * written, so that a list, dict or instance may hold itself; a tuple that does has no form here. Texts, names and dtypes
 * are written once. Iterative: each container is a generator that hands out what stands in it.
 */
import { sentence } from "../../errors.js";
import { own, type References } from "../../neutral/document.js";
import type { Dtype } from "../parts/numpy/dtypes.js";
import type { PythonArray } from "../parts/python/arrays.js";
import { listed, nameOf, type PythonName } from "../parts/python/names.js";
import type { Construction } from "../parts/python/objects.js";
import { type Place, refused } from "../parts/python/place.js";
import { checkKeys, type Pair, type PythonValue, readValue } from "../parts/python/values.js";
import { dtypeArguments, dtypeState, keyOf, type Made } from "./dtypes.js";
import { OP, putByteArray, putBytes, putFloat, putGet, putInt, putText, SHORT_TUPLES } from "./opcodes.js";
import { PickleStream } from "./stream.js";

/** A value that is to be written next, and where it stands. */
interface Child {
  readonly value: unknown;
  readonly place: Place;
}
type Steps = Generator<Child, void, void>;

/** Items that one APPENDS or SETITEMS takes. */
const BATCH = 1000;
const PROTOCOL = 5;

class Pickler {
  readonly #out = new PickleStream();
  readonly #references: References;
  readonly #memo = new Map<unknown, number>();
  /** Names and dtypes in the memo, by texts of our own. */
  readonly #ours = new Map<string, number>();
  /** Shared values that have begun and are no number in the memo yet. */
  readonly #begun = new Set<unknown>();

  constructor(references: References) {
    this.#references = references;
  }

  write(root: unknown): Uint8Array {
    const stack: Steps[] = [this.#steps({ value: root, place: null })];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.next();
      if (next.done === true) stack.pop();
      else stack.push(this.#steps(next.value));
    }
    this.#out.put(OP.STOP);
    return this.#out.finish(Uint8Array.of(OP.PROTO, PROTOCOL));
  }

  *#steps(child: Child): Steps {
    const value = this.#references.resolve(child.value);
    if (this.#get(value)) return;
    const shared = typeof own(value, "$id") === "number" ? value : null;
    if (shared !== null && this.#begun.has(shared)) throw refused(child.place, "tuple", sentence`it holds itself`);
    if (shared !== null) this.#begun.add(shared);
    yield* this.#value(readValue(value, child.place), shared, child.place);
  }

  /** What was written before; texts by themselves, what is shared by its identity. */
  #get(value: unknown, memo: ReadonlyMap<unknown, number> = this.#memo): boolean {
    const number = memo.get(value);
    if (number === undefined) return false;
    putGet(this.#out, number);
    return true;
  }

  #memoize(value: unknown): void {
    if (value === null) return;
    this.#out.put(OP.MEMOIZE);
    this.#memo.set(value, this.#memo.size + this.#ours.size);
  }

  #memoizeOurs(key: string): void {
    this.#out.put(OP.MEMOIZE);
    this.#ours.set(key, this.#memo.size + this.#ours.size);
  }

  *#value(value: PythonValue, shared: unknown, place: Place): Steps {
    switch (value.kind) {
      case "list":
        this.#out.put(OP.EMPTY_LIST);
        this.#memoize(shared);
        return yield* this.#items(value.items, place);
      case "dict":
        this.#out.put(OP.EMPTY_DICT);
        this.#memoize(shared);
        return yield* this.#pairs(value.pairs, place);
      case "tuple":
        yield* this.#tuple(value.items, place);
        return this.#memoize(shared);
      case "set":
        this.#out.put(OP.EMPTY_SET);
        this.#memoize(shared);
        return yield* this.#set(value.items, place);
      case "frozenset":
        this.#out.put(OP.MARK);
        yield* all(value.items, place);
        this.#out.put(OP.FROZENSET);
        return this.#memoize(shared);
      case "slice":
        this.#name(listed("builtins", "slice"));
        yield* this.#tuple(value.items, place);
        this.#out.put(OP.REDUCE);
        return this.#memoize(shared);
      case "object":
        return yield* this.#object(value.made, shared, place);
      case "array":
        return yield* this.#array(value.array, shared, place);
      default:
        this.#leaf(value, shared);
    }
  }

  #leaf(value: PythonValue, shared: unknown): void {
    switch (value.kind) {
      case "none":
        return this.#out.put(OP.NONE);
      case "bool":
        return this.#out.put(value.value ? OP.TRUE : OP.FALSE);
      case "int":
        return putInt(this.#out, value.value);
      case "float":
        return putFloat(this.#out, value.value);
      case "text":
        return this.#text(value.text);
      case "bytes":
        return putBytes(this.#out, value.bytes);
      case "bytearray":
        putByteArray(this.#out, value.bytes);
        return this.#memoize(shared);
      case "complex":
        return this.#complex(value.real, value.imag);
      case "name":
        return this.#name(value.name);
      case "dtype":
        return this.#dtype(value.dtype);
      case "scalar":
        return this.#scalar(value.dtype, value.bytes);
    }
  }

  #text(text: string): void {
    if (this.#get(text)) return;
    putText(this.#out, text);
    this.#memoize(text);
  }

  #name({ module, name }: Pick<PythonName, "module" | "name">): void {
    const key = `name ${module} ${name}`;
    if (this.#get(key, this.#ours)) return;
    this.#text(module);
    this.#text(name);
    this.#out.put(OP.STACK_GLOBAL);
    this.#memoizeOurs(key);
  }

  #complex(real: number, imag: number): void {
    this.#name(listed("builtins", "complex"));
    putFloat(this.#out, real);
    putFloat(this.#out, imag);
    this.#out.put(SHORT_TUPLES[1], OP.REDUCE);
  }

  #dtype(dtype: Dtype): void {
    const key = `dtype ${keyOf(dtype)}`;
    if (this.#get(key, this.#ours)) return;
    this.#name(nameOf("numpy.dtype", ""));
    this.#made(dtypeArguments(dtype));
    this.#out.put(OP.REDUCE);
    // As picklers do: what is made is in the memo before its state is written.
    this.#memoizeOurs(key);
    this.#made(dtypeState(dtype));
    this.#out.put(OP.BUILD);
  }

  /** A value of our own making: a few levels at the most. */
  #made(value: Made): void {
    if (value === null) this.#out.put(OP.NONE);
    else if (typeof value === "boolean") this.#out.put(value ? OP.TRUE : OP.FALSE);
    else if (typeof value === "number") putInt(this.#out, value);
    else if (typeof value === "string") this.#text(value);
    else if (value instanceof Uint8Array) putBytes(this.#out, value);
    else if ("dtype" in value) this.#dtype(value.dtype);
    else if ("tuple" in value) this.#madeTuple(value.tuple);
    else {
      this.#out.put(OP.EMPTY_DICT, OP.MARK);
      for (const [key, item] of value.dict) {
        this.#text(key);
        this.#made(item);
      }
      this.#out.put(OP.SETITEMS);
    }
  }

  #madeTuple(items: readonly Made[]): void {
    this.#openTuple(items.length);
    for (const item of items) this.#made(item);
    this.#closeTuple(items.length);
  }

  #scalar(dtype: Dtype, bytes: Uint8Array): void {
    this.#name(listed("numpy.core.multiarray", "scalar"));
    this.#dtype(dtype);
    putBytes(this.#out, bytes);
    this.#out.put(SHORT_TUPLES[1], OP.REDUCE);
  }

  /** `_reconstruct(ndarray, (0,), b"b")` and the state: shape, dtype, order, bytes or a list. */
  *#array({ dtype, shape, fortran, matrix, bytes, items }: PythonArray, shared: unknown, place: Place): Steps {
    this.#name(listed("numpy.core.multiarray", "_reconstruct"));
    this.#name(nameOf(matrix ? "numpy.matrix" : "numpy.ndarray", ""));
    this.#made({ tuple: [0] });
    this.#made(B);
    this.#out.put(SHORT_TUPLES[2], OP.REDUCE);
    this.#memoize(shared);
    this.#out.put(OP.MARK);
    putInt(this.#out, 1);
    this.#made({ tuple: shape });
    this.#dtype(dtype);
    this.#out.put(fortran ? OP.TRUE : OP.FALSE);
    if (bytes !== null) putBytes(this.#out, bytes);
    else {
      this.#out.put(OP.EMPTY_LIST);
      yield* this.#items(items, place);
    }
    this.#out.put(OP.TUPLE, OP.BUILD);
  }

  *#object(made: Construction, shared: unknown, place: Place): Steps {
    this.#name(made.callee ?? made.class);
    yield* this.#tuple(made.args, place);
    this.#out.put(made.callee === null ? OP.NEWOBJ : OP.REDUCE);
    this.#memoize(shared);
    if (made.items !== null) yield* this.#items(made.items, place);
    if (made.pairs !== null) yield* this.#pairs(made.pairs, place);
    if (made.state === undefined) return;
    yield* this.#state(made, place);
    this.#out.put(OP.BUILD);
  }

  *#state(made: Construction, place: Place): Steps {
    checkKeys(made, this.#references.resolve(made.state), place);
    yield { value: made.state, place };
  }

  #openTuple(count: number): void {
    if (count > SHORT_TUPLES.length) this.#out.put(OP.MARK);
  }

  #closeTuple(count: number): void {
    this.#out.put(count === 0 ? OP.EMPTY_TUPLE : (SHORT_TUPLES[count - 1] ?? OP.TUPLE));
  }

  *#tuple(items: readonly unknown[], place: Place): Steps {
    this.#openTuple(items.length);
    yield* all(items, place);
    this.#closeTuple(items.length);
  }

  *#items(items: readonly unknown[], place: Place): Steps {
    for (let at = 0; at < items.length; at += BATCH) {
      const batch = items.slice(at, at + BATCH);
      if (batch.length > 1) this.#out.put(OP.MARK);
      for (const [i, value] of batch.entries()) yield { value, place: { up: place, key: at + i } };
      this.#out.put(batch.length > 1 ? OP.APPENDS : OP.APPEND);
    }
  }

  *#set(items: readonly unknown[], place: Place): Steps {
    for (let at = 0; at < items.length; at += BATCH) {
      this.#out.put(OP.MARK);
      yield* all(items.slice(at, at + BATCH), place);
      this.#out.put(OP.ADDITEMS);
    }
  }

  *#pairs(pairs: readonly Pair[], place: Place): Steps {
    for (let at = 0; at < pairs.length; at += BATCH) {
      const batch = pairs.slice(at, at + BATCH);
      if (batch.length > 1) this.#out.put(OP.MARK);
      for (const [key, value] of batch) {
        yield { value: key, place };
        yield { value, place: typeof key === "string" ? { up: place, key } : place };
      }
      this.#out.put(batch.length > 1 ? OP.SETITEMS : OP.SETITEM);
    }
  }
}

const B = Uint8Array.of(0x62);

function* all(items: readonly unknown[], place: Place): Steps {
  for (const value of items) yield { value, place };
}

/** Pickles a value of a document. @throws CornichonError `target.unsupported`, `document.malformed` */
export const pickled = (root: unknown, references: References): Uint8Array => new Pickler(references).write(root);
