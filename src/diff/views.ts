/**
 * Values as they are compared: what is made in several ways, and is the same, is seen in one. Pickle and skops keep the
 * same object with other arguments, and skops leaves out what nobody's answer hangs on.
 *
 * - numpy's generators are what they will draw: a `RandomState` is made from a bit generator or from the name of one, and
 *   its state says which; beside a bit generator's state may stand the seed that it would make further generators from.
 * - What Cython's classes without attributes are unpickled from is the version of their layout, and nothing.
 * - A tensor of torch's is its values: storages are called by their places in memory or in a file, and what a state dict keeps
 *   of its modules' versions (`_metadata`) is no weight.
 * - What scipy found out about a sparse matrix, and would find out again, is no part of it.
 *
 * A state, an argument or a number that differs stays a difference.
 */
import { isObject, own, type References, typeOf } from "../neutral/document.js";

const BIT_GENERATORS = new Set(["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"].map((name) => `numpy.random.${name}`));
const FOUND_OUT = new Set(["_has_canonical_format", "_has_sorted_indices"]);

const tupleOf = (value: unknown): readonly unknown[] | null => {
  const items = own(value, "items");
  return typeOf(value) === "tuple" && Array.isArray(items) ? items : null;
};

/** A `RandomState` without what it was made from, where its state says that as well. */
const randomState = (value: object, state: unknown): object =>
  typeof own(state, "bit_generator") === "string" ? { ...value, args: [] } : value;

/** A bit generator without the seed beside its state. */
function bitGenerator(value: object, state: unknown, references: References): object {
  const items = tupleOf(state);
  return items?.length === 2 ? { ...value, state: references.resolve(items[0]) } : value;
}

/** What is unpickled from nothing, as if it were called with nothing. */
function unpickled(value: object, references: References): object {
  const args = references.resolve(own(value, "args"));
  if (!Array.isArray(args) || args.length !== 2) return value;
  return tupleOf(references.resolve(args[1]))?.length === 0 ? { ...value, args: [] } : value;
}

const STORED = new Set(["storage", "storage_offset"]);

/** A state without some of its names. */
function without(value: object, state: unknown, names: ReadonlySet<string>): object {
  if (!isObject(state) || typeOf(state) !== null) return value;
  const { state: _state, ...rest } = Object.fromEntries(Object.entries(value));
  const left = Object.entries(state).filter(([name]) => !names.has(name));
  return left.length === 0 ? rest : { ...rest, state: Object.fromEntries(left) };
}

const MODULES = new Set(["_metadata"]);

/** A value as it is compared: itself, but for what this file's head tells. */
export function asCompared(value: unknown, references: References): unknown {
  if (!isObject(value) || typeOf(value) !== "object") return value;
  const [name, origin] = [String(own(value, "class")), String(own(value, "origin"))];
  const state = references.resolve(own(value, "state") ?? null);
  if (name === "numpy.random.RandomState") return randomState(value, state);
  if (BIT_GENERATORS.has(name)) return bitGenerator(value, state, references);
  if (name.startsWith("scipy.sparse.")) return without(value, state, FOUND_OUT);
  if (origin.startsWith("torch._")) return without(value, state, STORED);
  if (name === "collections.OrderedDict") return without(value, state, MODULES);
  return origin.includes(".__pyx_unpickle_") ? unpickled(value, references) : value;
}
