/**
 * A document's value as skops 0.16 keeps it: nodes in `schema.json`, an `.npy` an array. What is referred to more than once has an id,
 * and stands the second time as a `CachedNode`; parts are written in the order in which skops reads them, so that the first is
 * whole. What holds itself has no form. Iterative: each node is a generator that hands out what stands in it.
 */
import { type CornichonError, sentence } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { malformed, own, type References, typeOf } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import { type PythonArray, pythonArrayOf } from "../python/arrays.js";
import { type Dtype, dtypeOf } from "../python/dtypes.js";
import type { PythonName } from "../python/names.js";
import { fitsInNpy, npyOf } from "../python/npy.js";
import { type Construction, checkKey, isByName } from "../python/objects.js";
import { type Place, refused } from "../python/place.js";
import { type Pair, type PythonValue, readValue } from "../python/values.js";
import { fitsInZip, type StoredMember, storedLength, zipped } from "../zip.js";
import { keyOf } from "./keys.js";
import { floatText } from "./numbers.js";
import { npzOf, sparseFormat } from "./sparse.js";
import { isTrusted } from "./trust.js";

/** What is to be written next, and where it stands; `as` where it is no value of the document. */
interface Child {
  readonly value: unknown;
  readonly place: Place;
}
type Steps = Generator<Child, void, void>;

/** Its class as skops names it. */
interface Head {
  readonly module: string;
  readonly name: string;
}

const builtin = (name: string): Head => ({ module: "builtins", name });
const json = (value: string): string => JSON.stringify(value);

const PROTOCOL = 2;
const SKOPS_VERSION = "0.16.0";

/** Longest schema: a text that the engine still holds. */
const MOST_TEXT = 2 ** 28;

const tooMuch = (): CornichonError => refused(null, "schema.json", sentence`it has more arrays or bytes than a zip holds`);

class SkopsWriter {
  readonly #references: References;
  readonly #text: string[] = [];
  readonly #members: StoredMember[] = [];
  /** Bytes of the members. */
  #length = 0;
  readonly #untrusted = new Set<string>();
  readonly #ids = new Map<unknown, number>();
  readonly #finished = new Set<unknown>();

  constructor(references: References) {
    this.#references = references;
  }

  /** @throws CornichonError `target.unsupported`, `document.malformed` */
  write(root: unknown): { readonly bytes: Uint8Array; readonly trusted: readonly string[] } {
    const stack: Steps[] = [this.#steps({ value: root, place: null })];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.next();
      if (next.done === true) stack.pop();
      else stack.push(this.#steps(next.value));
    }
    // The root's own brace is the last piece.
    this.#text[this.#text.length - 1] = `,"protocol":${PROTOCOL},"_skops_version":${json(SKOPS_VERSION)}}`;
    if (this.#text.reduce((length, piece) => length + piece.length, 0) > MOST_TEXT) throw tooMuch();
    const members = [...this.#members, { name: "schema.json", bytes: new TextEncoder().encode(this.#text.join("")) }];
    if (!fitsInZip(members.length, storedLength(members))) throw tooMuch();
    return { bytes: zipped(members), trusted: [...this.#untrusted].sort() };
  }

  *#steps({ value: given, place }: Child): Steps {
    const value = this.#references.resolve(given);
    const shared = typeof own(value, "$id") === "number";
    const id = this.#ids.get(value);
    if (shared && id !== undefined) {
      if (!this.#finished.has(value)) throw refused(place, nameOfShared(value), sentence`it holds itself, and skops has no form for that`);
      this.#text.push(`{"__class__":null,"__module__":null,"__loader__":"CachedNode","__id__":${id}`, "}");
      return;
    }
    if (shared) this.#ids.set(value, this.#ids.size + 1);
    yield* this.#value(readValue(value, place), value, place);
    this.#finished.add(value);
  }

  /** The beginning of a node; its end is a brace of its own. */
  #open({ module, name }: Head, loader: string, value: unknown): void {
    const dotted = `${module}.${name}`;
    if (!isTrusted(loader, dotted)) this.#untrusted.add(dotted);
    const id = this.#ids.get(value);
    const tail = id === undefined ? "" : `,"__id__":${id}`;
    this.#text.push(`{"__class__":${json(name)},"__module__":${json(module)},"__loader__":${json(loader)}${tail}`);
  }

  #close(): void {
    this.#text.push("}");
  }

  *#value(read: PythonValue, value: unknown, place: Place): Steps {
    switch (read.kind) {
      case "list":
        return yield* this.#listNode(builtin("list"), "ListNode", read.items, value, place);
      case "tuple":
        return yield* this.#listNode(builtin("tuple"), "TupleNode", read.items, value, place);
      case "set":
        return yield* this.#listNode(builtin("set"), "SetNode", read.items, value, place);
      case "frozenset":
        return yield* this.#constructed(builtin("frozenset"), [read.items], value, place);
      case "complex":
        return yield* this.#constructed(builtin("complex"), [floatValue(read.real), floatValue(read.imag)], value, place);
      case "dict":
        return yield* this.#dict(builtin("dict"), read.pairs, value, place);
      case "object":
        return yield* this.#object(read.made, value, place);
      case "array":
        return yield* this.#array(read.array, value, place);
      default:
        this.#leaf(read, value, place);
    }
  }

  #leaf(read: PythonValue, value: unknown, place: Place): void {
    switch (read.kind) {
      case "none":
        return this.#jsonNode("null");
      case "bool":
        return this.#jsonNode(String(read.value));
      case "int":
        return this.#jsonNode(String(read.value));
      case "float":
        return this.#jsonNode(floatText(read.value));
      case "text":
        return this.#jsonNode(json(read.text));
      case "bytes":
      case "bytearray":
        return this.#bytesNode(read.kind, read.bytes, value);
      case "slice":
        return this.#slice(read.items, value, place);
      case "name":
        return this.#name(read.name, place);
      case "dtype":
        return this.#dtype(read.dtype, place);
      case "scalar":
        return this.#scalar(read.dtype, read.bytes, place);
      default:
        throw refused(place, `builtins.${read.kind}`, sentence`skops has no form for it`);
    }
  }

  #jsonNode(text: string): void {
    this.#open(builtin("str"), "JsonNode", null);
    this.#text.push(`,"content":${json(text)},"is_json":true`);
    this.#close();
  }

  /** A member of the zip, by its number. */
  #member(ending: string, bytes: Uint8Array): string {
    const name = `${this.#members.length + 1}.${ending}`;
    // Counted on the way: a document may name one array of its sidecar a thousand times.
    this.#length += bytes.length;
    if (!fitsInZip(this.#members.length + 1, this.#length)) throw tooMuch();
    this.#members.push({ name, bytes });
    return json(name);
  }

  #bytesNode(kind: "bytes" | "bytearray", bytes: Uint8Array, value: unknown): void {
    this.#open(builtin(kind), kind === "bytes" ? "BytesNode" : "BytearrayNode", value);
    this.#text.push(`,"file":${this.#member("bin", bytes)}`);
    this.#close();
  }

  #slice(items: readonly unknown[], value: unknown, place: Place): void {
    const [start, stop, step] = items.map((item) => {
      if (item === null || (typeof item === "number" && Number.isInteger(item))) return String(item);
      throw refused(place, "builtins.slice", sentence`skops keeps whole numbers in a slice alone`);
    });
    this.#open(builtin("slice"), "SliceNode", value);
    this.#text.push(`,"content":{"start":${start},"stop":${stop},"step":${step}}`);
    this.#close();
  }

  #name({ module, name, entry }: PythonName, place: Place): void {
    const isType = entry.kind === "class" || (entry.kind === "reference" && entry.what === "type");
    const isFunction = entry.kind === "reference" && (entry.what === "function" || entry.what === "ufunc");
    if (name.includes(".") || !(isType || isFunction)) throw refused(place, entry.path, sentence`skops has no form for it`);
    this.#open({ module, name }, isType ? "TypeNode" : "FunctionNode", null);
    this.#close();
  }

  /** A dtype is kept as an array without items. */
  #dtype(dtype: Dtype, place: Place): void {
    this.#open({ module: "numpy", name: "dtype" }, "DTypeNode", null);
    this.#text.push(',"content":');
    if (dtype.kind === "O") {
      this.#open({ module: "numpy", name: "ndarray" }, "NdArrayNode", null);
      this.#text.push(',"content":[],"type":"json","shape":');
      this.#sizes([0]);
      this.#close();
    } else this.#numbers({ module: "numpy", name: "ndarray" }, { dtype, shape: [0], fortran: false, bytes: new Uint8Array() }, null, place);
    this.#close();
  }

  #scalar(dtype: Dtype, bytes: Uint8Array, place: Place): void {
    const name = scalarName(dtype);
    if (name === null) throw refused(place, "numpy.generic", sentence`skops has no form for a scalar of this dtype`);
    this.#numbers({ module: "numpy", name }, { dtype, shape: [], fortran: false, bytes }, null, place);
  }

  #numbers(head: Head, array: Pick<PythonArray, "dtype" | "shape" | "fortran" | "bytes">, value: unknown, place: Place): void {
    if (!fitsInNpy(array.dtype)) throw refused(place, "numpy.ndarray", sentence`the .npy format has no form for its dtype`);
    this.#open(head, "NdArrayNode", value);
    this.#text.push(`,"type":"numpy","file":${this.#member("npy", npyOf(array))}`);
    this.#close();
  }

  /** A tuple of whole numbers of our own. */
  #sizes(sizes: readonly number[]): void {
    this.#open(builtin("tuple"), "TupleNode", null);
    this.#text.push(',"content":[');
    for (const [i, size] of sizes.entries()) {
      if (i > 0) this.#text.push(",");
      this.#jsonNode(String(size));
    }
    this.#text.push("]");
    this.#close();
  }

  *#array(array: PythonArray, value: unknown, place: Place): Steps {
    const head = { module: "numpy", name: array.matrix ? "matrix" : "ndarray" };
    if (array.bytes !== null) return this.#numbers(head, array, value, place);
    if (array.matrix || !this.#comesBack(array))
      throw refused(place, "numpy.ndarray", sentence`skops would not rebuild this array of objects`);
    this.#open(head, "NdArrayNode", value);
    this.#text.push(',"content":[');
    yield* this.#rows(array.items, array.shape, place);
    this.#text.push('],"type":"json","shape":');
    this.#sizes(array.shape);
    this.#close();
  }

  /** skops rebuilds arrays of several axes by numpy.array, which looks into whatever is a sequence. */
  #comesBack({ shape, items }: PythonArray): boolean {
    if (shape.length === 1) return true;
    return shape.length > 1 && items.length > 0 && items.every((item) => isNoSequence(this.#references.resolve(item)));
  }

  /** Items of an array of objects as lists in each other. */
  *#rows(items: readonly unknown[], [, ...inner]: readonly number[], place: Place): Steps {
    if (inner.length === 0) return yield* this.#separated(items, place);
    const size = inner.reduce((all, n) => all * n, 1);
    for (let at = 0; at < items.length; at += size) {
      if (at > 0) this.#text.push(",");
      this.#open(builtin("list"), "ListNode", null);
      this.#text.push(',"content":[');
      yield* this.#rows(items.slice(at, at + size), inner, place);
      this.#text.push("]");
      this.#close();
    }
  }

  *#separated(items: readonly unknown[], place: Place): Steps {
    for (const [i, value] of items.entries()) {
      if (i > 0) this.#text.push(",");
      yield { value, place };
    }
  }

  *#listNode(head: Head, loader: string, items: readonly unknown[], value: unknown, place: Place): Steps {
    this.#open(head, loader, value);
    this.#text.push(',"content":[');
    yield* this.#separated(items, place);
    this.#text.push("]");
    this.#close();
  }

  *#dict(head: Head, pairs: readonly Pair[], value: unknown, place: Place): Steps {
    const keys = pairs.map(([key]) => keyOf(readValue(this.#references.resolve(key), place), this.#references.resolve(key), place));
    if (new Set(keys.map(({ text }) => text)).size !== keys.length)
      throw refused(place, "dict", sentence`two of its keys have the same text, as which skops keeps them`);
    this.#open(head, "DictNode", value);
    this.#text.push(',"key_types":');
    this.#open(builtin("list"), "ListNode", null);
    this.#text.push(',"content":[');
    for (const [i, { module, type }] of keys.entries()) {
      if (i > 0) this.#text.push(",");
      this.#open({ module, name: type }, "TypeNode", null);
      this.#close();
    }
    this.#text.push("]");
    this.#close();
    this.#text.push(',"content":{');
    for (const [i, { text }] of keys.entries()) {
      this.#text.push(`${i > 0 ? "," : ""}${json(text)}:`);
      yield { value: pairs[i]?.[1], place: { up: place, key: text } };
    }
    this.#text.push("}");
    this.#close();
  }

  *#constructed(head: Head, args: readonly unknown[], value: unknown, place: Place): Steps {
    this.#open(head, "ConstructorFromReduceNode", value);
    this.#text.push(',"content":');
    yield* this.#listNode(builtin("tuple"), "TupleNode", args, null, place);
    this.#close();
  }

  *#object(made: Construction, value: unknown, place: Place): Steps {
    const { path, class: head, args, entry } = made;
    if (made.items !== null && made.items.length > 0) throw refused(place, path, sentence`skops has no form for a list's subclass`);
    if (entry?.form === "list-subclass") throw refused(place, path, sentence`skops has no form for a list's subclass`);
    if (path === "functools.partial") return yield* this.#partial(made, value, place);
    if (path === "numpy.random.RandomState") return yield* this.#randomState(made, value, place);
    if (path === "numpy.random.Generator") return yield* this.#generator(made, value, place);
    if (path === "numpy.ma.MaskedArray") return yield* this.#masked(made, value, place);
    if (sparseFormat(path) !== null) return this.#sparse(made, value, place);
    if (path === "sklearn.tree._tree.Tree") return yield* this.#reduced("TreeNode", made, args, value, place);
    if (LOSS.test(path)) return yield* this.#reduced("LossNode", made, path.endsWith("CyHalfMultinomialLoss") ? [] : args, value, place);
    if (entry?.form === "dict-subclass") return yield* this.#dictSubclass(made, value, place);
    if (entry?.call === "namedtuple") return yield* this.#listNode(head, "TupleNode", args, value, place);
    if (made.callee !== null && !WITHOUT_CALL.test(path)) return yield* this.#called(made, value, place);
    yield* this.#instance(made, value, place);
  }

  /** `__new__` and a state. */
  *#instance(made: Construction, value: unknown, place: Place): Steps {
    const state = this.#references.resolve(made.state);
    const byName = isByName(state);
    if ((made.entry?.state ?? "dict") === "dict" && state !== undefined && !byName)
      throw refused(place, made.path, sentence`its state is none by attribute name`);
    this.#checkKeys(made, state, place);
    this.#open(made.class, "ObjectNode", value);
    if (state !== undefined) {
      this.#text.push(',"content":');
      yield { value: made.state, place };
    }
    this.#close();
  }

  #checkKeys(made: Construction, state: unknown, place: Place): void {
    if (!isByName(state)) return;
    const read = readValue(state, place);
    if (read.kind === "dict") for (const [key, held] of read.pairs) checkKey(made, key, held, place);
  }

  *#called(made: Construction, value: unknown, place: Place): Steps {
    const { callee, class: head, state, pairs } = made;
    const own = callee !== null && callee.module === head.module && callee.name === head.name;
    if (!own || state !== undefined || pairs !== null) throw refused(place, made.path, sentence`skops has no form for it`);
    yield* this.#constructed(head, made.args, value, place);
  }

  /** A tree or loss: its constructor's arguments, and a state. skops reads the state first. */
  *#reduced(loader: string, made: Construction, args: readonly unknown[], value: unknown, place: Place): Steps {
    this.#checkKeys(made, this.#references.resolve(made.state), place);
    this.#open(made.class, loader, value);
    this.#text.push(',"content":');
    if (made.state === undefined) yield* this.#dict(builtin("dict"), [], null, place);
    else yield { value: made.state, place };
    this.#text.push(',"__reduce__":{"args":');
    yield* this.#listNode(builtin("tuple"), "TupleNode", args, null, place);
    this.#text.push("}");
    this.#close();
  }

  *#partial(made: Construction, value: unknown, place: Place): Steps {
    const parts = itemsOf(made.state ?? null, this.#references);
    if (parts?.length !== 4) throw malformed("a partial without its four parts");
    this.#open(made.class, "PartialNode", value);
    for (const [i, name] of ["func", "args", "kwds", "namespace"].entries()) {
      this.#text.push(`${i === 0 ? ',"content":{' : ","}${json(name)}:`);
      yield { value: parts[i], place };
    }
    this.#text.push("}");
    this.#close();
  }

  *#randomState(made: Construction, value: unknown, place: Place): Steps {
    if (made.state === undefined) throw refused(place, made.path, sentence`it has no state`);
    this.#open(made.class, "RandomStateNode", value);
    this.#text.push(',"content":');
    yield { value: made.state, place };
    this.#close();
  }

  /** Its bit generator's state, and what SeedSequence's constructor takes. */
  *#generator(made: Construction, value: unknown, place: Place): Steps {
    const [state, seed] = itemsOf(own(this.#references.resolve(made.args[0]), "state") ?? null, this.#references) ?? [];
    const seeds = itemsOf(own(seed, "state") ?? null, this.#references);
    if (made.state !== undefined || seeds?.length !== 5)
      throw refused(place, made.path, sentence`it has not the form that numpy 1.26 and later give it`);
    const [entropy, children, , size, key] = seeds;
    this.#open(made.class, "RandomGeneratorNode", value);
    this.#text.push(',"content":{"bit_generator":');
    yield { value: state, place };
    this.#text.push(',"seed_seq":');
    const pairs: Pair[] = [
      ["entropy", entropy],
      ["spawn_key", key],
      ["pool_size", size],
      ["n_children_spawned", children],
    ];
    yield* this.#dict(builtin("dict"), pairs, null, place);
    this.#text.push("}");
    this.#close();
  }

  /** Data and mask as arrays; a fill value of its own has no place there. */
  *#masked(made: Construction, value: unknown, place: Place): Steps {
    const { data, mask } = this.#maskedParts(made, place);
    this.#open(made.class, "MaskedArrayNode", value);
    this.#text.push(',"content":{"data":');
    yield* this.#array(data, null, place);
    this.#text.push(',"mask":');
    yield* this.#array(mask, null, place);
    this.#text.push("}");
    this.#close();
  }

  #maskedParts(made: Construction, place: Place): { readonly data: PythonArray; readonly mask: PythonArray } {
    const [, shape, dtype, fortran, data, mask, fill] = itemsOf(made.state ?? null, this.#references) ?? [];
    if (fill !== null) throw refused(place, made.path, sentence`it has a fill value of its own, which skops does not keep`);
    const common = { $type: "ndarray", shape: own(shape, "items") };
    const held = typeOf(data) === "bytes" ? { base64: own(data, "base64") } : { data: itemsOf(data, this.#references) };
    // Bytes are in the order that the state says; a document's are in C's.
    const array = pythonArrayOf({ ...common, dtype: own(dtype, "dtype"), ...held }, place);
    const masks = pythonArrayOf({ ...common, dtype: "bool", base64: own(mask, "base64") }, place);
    if (dtypeOf(own(dtype, "dtype")).fields !== undefined)
      throw refused(place, made.path, sentence`fields of a masked array are not written`);
    const order = fortran === true && array.shape.length > 1;
    return { data: { ...array, fortran: order }, mask: { ...masks, fortran: order } };
  }

  #sparse(made: Construction, value: unknown, place: Place): void {
    const state = this.#references.resolve(made.state);
    this.#checkKeys(made, state, place);
    const npz = npzOf(made.path, state, this.#references, place);
    this.#open(made.class, "SparseMatrixNode", value);
    this.#text.push(`,"type":"scipy","file":${this.#member("npz", npz)}`);
    this.#close();
  }

  *#dictSubclass(made: Construction, value: unknown, place: Place): Steps {
    const { path, class: head, pairs, args } = made;
    const state = this.#references.resolve(made.state);
    const known = state === undefined || (path === "sklearn.utils.Bunch" && isEmptyState(state));
    if (!known) throw refused(place, path, sentence`skops does not keep the state of a dict's subclass`);
    if (path !== "collections.defaultdict") {
      if (args.length > 0) throw refused(place, path, sentence`skops has no form for it`);
      return yield* this.#dict(head, pairs ?? [], value, place);
    }
    if ((pairs ?? []).some(([key]) => typeof key !== "string"))
      throw refused(place, path, sentence`skops rebuilds those with texts as keys alone`);
    this.#open(head, "DefaultDictNode", value);
    this.#text.push(',"content":{"main":');
    yield* this.#dict(builtin("dict"), pairs ?? [], null, place);
    this.#text.push(',"default_factory":');
    yield { value: args[0] ?? null, place };
    this.#text.push("}");
    this.#close();
  }
}

const LOSS = /^sklearn\.(?:_loss\._loss\.Cy|linear_model\._sgd_fast\.)\w+$/;
/** Made by `__new__` and a state although pickle calls a function. */
const WITHOUT_CALL = /^(?:sklearn\.(?:neighbors\.|metrics\._dist_metrics\.)|numpy\.random\.SeedSequence$)/;

/** What Bunch's `__init__` makes by itself. */
function isEmptyState(state: unknown): boolean {
  const entries = typeof state === "object" && state !== null ? Object.entries(state) : [];
  return entries.every(([key, value]) => key.startsWith("_deprecated") && JSON.stringify(value) === "{}");
}

const SCALARS = /^[iuf]$/;

/** The class of a numpy scalar that comes back from an array without axes. */
function scalarName({ kind, itemsize, fields }: Dtype): string | null {
  if (fields !== undefined) return null;
  if (kind === "b") return "bool";
  if (kind === "U") return "str_";
  const word = { i: "int", u: "uint", f: "float", c: "complex" }[kind];
  if (word === undefined || itemsize > (kind === "c" ? 16 : 8)) return null;
  return SCALARS.test(kind) || kind === "c" ? `${word}${8 * itemsize}` : null;
}

/** What numpy.array takes as one item, whatever it holds. */
function isNoSequence(value: unknown): boolean {
  if (Array.isArray(value)) return false;
  const type = typeOf(value);
  if (type === "object") return String(own(value, "class")).startsWith("sklearn.tree.");
  return type !== null ? ["int", "float", "scalar", "global", "str"].includes(type) : typeof value !== "object" || value === null;
}

const nameOfShared = (value: unknown): string => String(own(value, "class") ?? typeOf(value) ?? "value");

/** A value of a document as a skops file, and what skops must be told to trust. @throws CornichonError `target.unsupported`, `document.malformed` */
export const skopsOf = (root: unknown, references: References): { readonly bytes: Uint8Array; readonly trusted: readonly string[] } =>
  new SkopsWriter(references).write(root);
