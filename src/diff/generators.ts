/**
 * numpy's generators as what they will draw: by name and state. Pickle and skops make the same one with other arguments (a
 * `RandomState` from a bit generator, or from the name of one), and skops leaves out the seed that a bit generator would
 * make further ones from. Neither changes a number, so neither is a difference; a state that differs is one.
 */
import { isObject, own, type References, typeOf } from "../neutral/document.js";

const BIT_GENERATORS = new Set(["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"].map((name) => `numpy.random.${name}`));

/** A `RandomState` without what it was made from, where its state says that as well. */
function randomState(value: object, state: unknown): object {
  if (!isObject(state) || typeof own(state, "bit_generator") !== "string") return value;
  return { ...value, args: [] };
}

/** A bit generator without the seed beside its state. */
function bitGenerator(value: object, state: unknown, references: References): object {
  const items = own(state, "items");
  if (typeOf(state) !== "tuple" || !Array.isArray(items) || items.length !== 2) return value;
  return { ...value, state: references.resolve(items[0]) };
}

/** A value as it is compared: itself, but for what makes random numbers. */
export function asDrawn(value: unknown, references: References): unknown {
  if (!isObject(value)) return value;
  const name = own(value, "class");
  if (name === "numpy.random.RandomState") return randomState(value, references.resolve(own(value, "state")));
  return typeof name === "string" && BIT_GENERATORS.has(name) ? bitGenerator(value, references.resolve(own(value, "state")), references) : value;
}
