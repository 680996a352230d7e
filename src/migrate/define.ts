/**
 * What a migration rule is: for some classes, up to some version, what to add, rename, compute and drop, so that the state
 * is what today's sklearn would have stored. A rule that cannot say so exactly refuses: the state is run by sklearn's own
 * code afterwards, and nobody looks at it again.
 *
 * Rules of a class run in their order, holders before what they hold, so that a rule reads old states below it and may
 * look at `owner` above. After them `general.ts` gives the class its path, parameters their defaults and the version.
 */
import { CornichonError, type Shown, sentence, showText } from "../errors.js";
import { attributesOf, stateOf } from "../neutral/attributes.js";
import { type JsonObject, own, type References, typeOf } from "../neutral/document.js";
import { arrayValue } from "../neutral/values.js";
import { attributesOrNone, isStoredObject, Stored } from "../upgrade/define.js";
import { type Version, versionOf } from "../upgrade/version.js";
import type { Change, ChangeLog } from "./report.js";

/** What all objects of one migration share. */
export interface Run {
  readonly references: References;
  readonly log: ChangeLog;
  /** Objects that a rule has made as today's sklearn stores them: no rule looks at them again. */
  readonly made: WeakSet<object>;
  /** What a holder's rule found out about what it holds, by the stored object: read when its turn comes. */
  readonly notes: WeakMap<object, number>;
}

/** One object on its way, with everything that is done to it told. */
export class Migrating extends Stored {
  readonly path: string;
  /** The nearest object that holds it, as it was migrated. */
  readonly owner: Migrating | null;
  readonly run: Run;
  /** Parts of the object beside its attributes that are others now: `origin`, `args`, `items`, `pairs`, `state` (of those whose state is none by name). */
  readonly frame = new Map<string, unknown>();
  /** Why, for the report: the rule that is at work. */
  reason = "";

  constructor(value: JsonObject, attributes: Map<string, unknown>, version: Version, path: string, owner: Migrating | null, run: Run) {
    super(value, attributes, run.references, version);
    this.path = path;
    this.owner = owner;
    this.run = run;
  }

  /** A computed value; the report tells whether there was one before. */
  override set(name: string, value: unknown): void {
    this.note(this.attributes.has(name) ? "replaced" : "computed", name);
    super.set(name, value);
  }

  /** A value for an attribute that older versions did not have; nothing happens when it is there. */
  add(name: string, value: unknown): void {
    if (this.attributes.has(name)) return;
    this.note("added", name);
    this.attributes.set(name, value);
  }

  override drop(...names: readonly string[]): void {
    for (const name of names) if (this.attributes.delete(name)) this.note("dropped", name);
  }

  override rename(from: string, to: string): void {
    if (this.attributes.has(from)) this.note("renamed", to, `it was ${from}`);
    super.rename(from, to);
  }

  note(action: Change["action"], name: string, why = ""): void {
    const reason = [this.reason, why].filter((text) => text !== "").join("; ");
    this.run.log.add({ path: this.path, class: this.className, action, name, reason });
  }

  /** An attribute that is an object (or any object value), to be read; null where it is none. Changing it changes nothing. */
  part(nameOrValue: unknown): Stored | null {
    const value = typeof nameOrValue === "string" ? this.get(nameOrValue) : this.references.resolve(nameOrValue);
    return partOf(value, this.references, this.version);
  }

  /** Parts of a list, tuple or array of objects. */
  parts(name: string): readonly (Stored | null)[] {
    return (this.items(name) ?? []).map((item) => partOf(item, this.references, this.version));
  }

  /** Says that an object is made for today's sklearn. */
  made<T extends object>(value: T): T {
    this.run.made.add(value);
    return value;
  }

  /** The failure of a state that has no exact form in today's sklearn. */
  refusal(why: Shown): CornichonError {
    return refused(this.path, this.className, why);
  }
}

export function refused(path: string, className: string, why: Shown): CornichonError {
  const name = path === "" ? className : `${path} (${className})`;
  return new CornichonError("target.unsupported", sentence`${showText(name)}: ${why}`, { args: { name, key: why } });
}

function partOf(value: unknown, references: References, holder: Version): Stored | null {
  if (!isStoredObject(value)) return null;
  const attributes = attributesOrNone(value, references);
  return new Stored(value, attributes, references, versionOf(attributes.get("_sklearn_version")) ?? holder);
}

export interface MigrationRule {
  /** Canonical classes of the stored object. */
  readonly classes: readonly string[];
  /** [major, minor]: states of this version and newer ones are left alone. Absent: a matter of the state itself. */
  readonly before?: readonly [number, number];
  /** Why, for the report and the docs: one sentence without a point. */
  readonly doc: string;
  /** The class that it becomes; the rules of that class run after this one. */
  readonly becomes?: string;
  /** Changes attributes. @throws CornichonError `target.unsupported` */
  readonly migrate?: (stored: Migrating) => void;
  /** What stands instead of the object, null for none: the last that is done to it. @throws CornichonError `target.unsupported` */
  readonly replace?: (stored: Migrating) => JsonObject | null;
}

/** Defines a rule. */
export const defineMigration = (rule: MigrationRule): MigrationRule => rule;

/** Canonical names of a module. */
export const at = (module: string, names: string): string[] => names.split(" ").map((name) => `sklearn.${module}.${name}`);

/** A new object with a state by name. */
export const objectValue = (className: string, origin: string, attributes: Record<string, unknown> | null): JsonObject => ({
  $type: "object",
  class: className,
  origin,
  ...(attributes === null ? {} : { state: stateOf(new Map(Object.entries(attributes))) }),
});

/** An object's attributes by name, of a value that is none an empty map. */
export const attributesIn = (value: unknown, references: References): ReadonlyMap<string, unknown> =>
  typeOf(value) === "object" ? (attributesOf(own(value, "state") ?? null, references) ?? new Map()) : new Map();

/** A copy of an object with other attributes; its parts are the same ones. */
export function withAttributes(value: JsonObject, changes: Record<string, unknown>, references: References): JsonObject {
  const state = references.resolve(own(value, "state"));
  const attributes = new Map(attributesOf(state ?? null, references) ?? []);
  for (const [name, item] of Object.entries(changes)) attributes.set(name, item);
  return { ...value, state: stateOf(attributes, state) };
}

/** An int64 array of one axis. */
export const int64Value = (data: readonly number[]): JsonObject => ({ $type: "ndarray", dtype: "int64", shape: [data.length], data });

/** A float64 array. */
export const float64Value = (shape: readonly number[], data: ArrayLike<number>): object =>
  arrayValue({ dtype: "float64", shape, data: Float64Array.from(data) });
