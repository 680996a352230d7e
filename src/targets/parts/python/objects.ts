/**
 * How Python makes an instance: by its class's `__new__` and a state, or by one of a few calls, each written out here. The
 * class alone decides; what a document says that a function made it (`origin`) is never called. States may have the keys
 * that the policy lets an artifact's have, and references to functions and classes only where it does: a document may come
 * from anyone, and an attribute named as a method would be found in its place.
 */

import type { ClassEntry } from "../../../../sandbox/wire/policy.js";
import { sentence, showText } from "../../../errors.js";
import { TARGET_VERSION } from "../../../migrate/target.js";
import { isObject, malformed, own, typeOf } from "../../../neutral/document.js";
import { maskedState } from "./masked.js";
import { listed, nameOf, type PythonName } from "./names.js";
import { type Place, pathOf, refused } from "./place.js";

/** What is called or made, and what is done to it then, in pickle's order: items, pairs, state. */
export interface Construction {
  /** Canonical path. */
  readonly path: string;
  readonly class: { readonly module: string; readonly name: string };
  /** Null for random states: the policy lists the functions that make them. */
  readonly entry: ClassEntry | null;
  /** `class.__new__(class, *args)`, or a call of `callee`. */
  readonly callee: PythonName | null;
  /** Values of the document, or names that Python needs and a document leaves out. */
  readonly args: readonly unknown[];
  readonly items: readonly unknown[] | null;
  readonly pairs: readonly (readonly [unknown, unknown])[] | null;
  /** Undefined where there is none. */
  readonly state: unknown;
}

/** The class itself among the arguments. */
const itself = (path: string): unknown => ({ $type: "global", name: path });
const tuple = (...items: readonly unknown[]): unknown => ({ $type: "tuple", items });
const B = { $type: "bytes", base64: "Yg==" };

/** What a class is called by: its function, and its arguments, whatever the document says. */
interface Call {
  readonly callee: (name: PythonName) => PythonName;
  readonly args: (path: string) => readonly unknown[];
}

const newObject: Call = { callee: ({ module }) => listed(module, "newObj"), args: (path) => [itself(path)] };
const bitGenerator: Call = {
  callee: () => listed("numpy.random._pickle", "__bit_generator_ctor"),
  args: (path) => [itself(path)],
};
const CALLS = new Map<string, Call>([
  ...["MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"].map((name): [string, Call] => [`numpy.random.${name}`, bitGenerator]),
  [
    "numpy.random.SeedSequence",
    {
      callee: () => listed("numpy.random.bit_generator", "__pyx_unpickle_SeedSequence"),
      args: (path) => [itself(path), SEED_SEQUENCE, null],
    },
  ],
  [
    "numpy.ma.MaskedArray",
    {
      callee: () => listed("numpy.ma.core", "_mareconstruct"),
      args: (path) => [itself(path), itself("numpy.ndarray"), tuple(0), B],
    },
  ],
]);

/** Checksum of SeedSequence's fields as numpy 1.25 and later write it. */
const SEED_SEQUENCE = 65708578;

/** Losses of which the pickle names a cython function: those without a constructor of their own. */
const UNPICKLED = /^sklearn\._loss\._loss\.Cy(HalfMultinomialLoss)$/;
const COMPILED = /^sklearn\.(?:neighbors\.(?:KDTree|BallTree|_kd_tree\.KDTree32|_ball_tree\.BallTree32)|metrics\._dist_metrics\.\w+)$/;
/** Checksum of a loss without fields, as sklearn 1.9 wrote it. */
const NO_FIELDS = 238750788;

function callOf(path: string): Call | undefined {
  if (COMPILED.test(path)) return newObject;
  const [, loss] = UNPICKLED.exec(path) ?? [];
  if (loss === undefined) return CALLS.get(path);
  const callee = (): PythonName => listed("sklearn._loss._loss", `__pyx_unpickle_Cy${loss}`);
  return { callee, args: () => [itself(path), NO_FIELDS, tuple()] };
}

function argumentsOf(value: unknown): readonly unknown[] {
  const args = own(value, "args") ?? [];
  if (!Array.isArray(args)) throw malformed("an object's arguments");
  return args;
}

/** Items or pairs; null where there are none. */
function listOf(value: unknown, key: "items" | "pairs"): readonly unknown[] | null {
  const list = own(value, key);
  if (list === undefined) return null;
  if (!Array.isArray(list)) throw malformed("an object's items");
  return list;
}

function pairsOf(value: unknown): readonly (readonly [unknown, unknown])[] | null {
  return (
    listOf(value, "pairs")?.map((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) throw malformed("an object's pair that is none");
      return [pair[0], pair[1]] as const;
    }) ?? null
  );
}

/** Reads an `object`. @throws CornichonError `document.malformed`, `target.unsupported` */
export function constructionOf(value: unknown, place: Place): Construction {
  const path = own(value, "class");
  const parts = { items: listOf(value, "items"), pairs: pairsOf(value), state: own(value, "state") };
  if (typeof path === "string" && RANDOM.has(path)) return { ...parts, ...randomOf(value, path) };
  const name = nameOf(path, pathOf(place));
  const { entry } = name;
  if (entry.kind !== "class") throw refused(place, entry.path, sentence`it is no class`);
  const call = callOf(entry.path);
  if (entry.path === "numpy.ma.MaskedArray") parts.state = maskedState(parts.state);
  // Older numpy gives the state to the function.
  if (entry.path === "numpy.random.SeedSequence") parts.state ??= argumentsOf(value)[1] ?? undefined;
  const made = call === undefined ? plainly(value, name, entry, place) : { callee: call.callee(name), args: call.args(entry.path) };
  return { path: entry.path, class: name, entry, ...parts, ...made };
}

const RANDOM = new Map([
  ["numpy.random.RandomState", { class: { module: "numpy.random.mtrand", name: "RandomState" }, ctor: "__randomstate_ctor" }],
  ["numpy.random.Generator", { class: { module: "numpy.random._generator", name: "Generator" }, ctor: "__generator_ctor" }],
]);

/** Random states have no class on the list, only the functions that make them over a bit generator. */
function randomOf(value: unknown, path: string): Pick<Construction, "path" | "class" | "entry" | "callee" | "args"> {
  const args = argumentsOf(value);
  const { class: name, ctor } = RANDOM.get(path) ?? { class: { module: "", name: "" }, ctor: "" };
  // As numpy wrote them before 1.17: their state says everything.
  const legacy = args.length === 0 && path.endsWith("RandomState");
  const callee = legacy ? listed("numpy.random", "__RandomState_ctor") : listed("numpy.random._pickle", ctor);
  return { path, class: name, entry: null, callee, args };
}

const unpickles = (value: unknown): boolean => String(own(value, "origin")).includes("__pyx_unpickle");

/** A deque's items come after it, whatever its arguments were: Python 2 gave them to the constructor. */
function dequeArguments([, most]: readonly unknown[]): readonly unknown[] {
  return most === undefined ? [tuple()] : [tuple(), most];
}

function plainly(value: unknown, name: PythonName, entry: ClassEntry, place: Place): Pick<Construction, "callee" | "args"> {
  const args = entry.call === "deque" ? dequeArguments(argumentsOf(value)) : argumentsOf(value);
  if (entry.call === "namedtuple") return { callee: null, args };
  const called = entry.call !== undefined && (entry.form !== "newobj" || args.length > 0);
  if (called && !unpickles(value)) return { callee: name, args };
  if (args.length > 0 || entry.form === "call") throw refused(place, entry.path, sentence`how Python makes one is not known`);
  return { callee: null, args };
}

/** Whether a value is a function or a class, or something that is called. */
const isReference = (value: unknown): boolean => typeOf(value) === "global";

/** Refuses a key of a state that the class must not have. @throws CornichonError `target.unsupported` */
export function checkKey({ entry }: Construction, key: unknown, held: unknown, place: Place): void {
  if (entry === null) return;
  const text = typeof key === "string" ? key : null;
  const dunder = text !== null && text.length > 4 && text.startsWith("__") && text.endsWith("__");
  const bad = text === null || (dunder ? entry.dunders?.includes(text) !== true : entry.members?.includes(text) === true);
  if (bad) throw refused(place, entry.path, sentence`its state has a key that is none of its attributes: ${showText(String(text))}`);
  if (text === "_sklearn_version" && held !== TARGET_VERSION)
    throw refused(place, entry.path, sentence`its state is not that of sklearn ${showText(TARGET_VERSION)}`);
  if (isReference(held) && entry.refs?.includes(text) !== true)
    throw refused(place, entry.path, sentence`a function or class stands where none belongs: ${showText(text)}`);
}

/** True for a state by attribute name. */
export const isByName = (state: unknown): boolean => isObject(state) && (typeOf(state) === null || typeOf(state) === "dict");
