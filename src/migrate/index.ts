/**
 * A stored state of any sklearn as today's sklearn would have stored it: what `--to pickle` and `--to skops` print. One
 * table of rules (`rules/`), a walk over the document, and a report of every change with its reason.
 *
 * Refused: what today's sklearn has no class for, what a rule has no exact form for, states of newer versions, documents of
 * the upgraded view. Documents are to be parsed losslessly (`parseLossless`), else whole floats become ints.
 */
import { sentence } from "../errors.js";
import { stateOf } from "../neutral/attributes.js";
import { type JsonObject, own, type References, typeOf } from "../neutral/document.js";
import { isAtom, setOwn } from "../neutral/lossless.js";
import { below } from "../neutral/path-text.js";
import { attributesOrNone, isStoredObject } from "../upgrade/define.js";
import { ownVersion } from "../upgrade/index.js";
import { OLDEST, type Version } from "../upgrade/version.js";
import { CLASSES } from "./catalogue.js";
import { Migrating, type MigrationRule, type Run, refused } from "./define.js";
import { complete, originOf } from "./general.js";
import { type Change, ChangeLog } from "./report.js";
import { MIGRATIONS } from "./rules/index.js";
import { TARGET } from "./target.js";

export type { Change } from "./report.js";
export { TARGET_VERSION } from "./target.js";

/** Classes that today's sklearn has, and old ones that become one of them. */
export const MIGRATED_CLASSES: readonly string[] = [
  ...new Set([...CLASSES, ...MIGRATIONS.flatMap(({ becomes, classes }) => (becomes === undefined ? [] : classes))]),
].sort();

const NO_RULES: readonly MigrationRule[] = [];
const byClass = new Map<string, MigrationRule[]>();
for (const rule of MIGRATIONS) for (const name of rule.classes) byClass.set(name, [...(byClass.get(name) ?? []), rule]);

/** A value to copy, what holds it, and where the copy goes. */
interface Task {
  readonly value: unknown;
  readonly path: string;
  /** Of a dict: its pairs, or one of them. */
  readonly part?: "pairs" | "pair" | null;
  readonly owner: Migrating | null;
  readonly version: Version;
  readonly put: (copy: unknown) => void;
}

export interface Migrated {
  readonly root: unknown;
  readonly changes: readonly Change[];
}

/**
 * Migrates everything below a root, from the outside in and in the document's order, so that a shared value stands where
 * it comes first and is referred to after that. `at`: where the root stands, for what is told of it.
 * @throws CornichonError `target.unsupported`, `document.malformed`
 */
export function migrateRoot(root: unknown, references: References, at = ""): Migrated {
  if (references.upgraded) throw refused("", "document", sentence`it is of the upgraded view, and the stored one is needed.`);
  const run: Run = { references, log: new ChangeLog(), made: new WeakSet(), notes: new WeakMap() };
  const seen = new Set<number>();
  let result: unknown = null;
  const put = (copy: unknown): void => {
    result = copy;
  };
  const tasks: Task[] = [{ value: root, path: at, owner: null, version: OLDEST, put }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) step(task, tasks, seen, run);
  return { root: result, changes: run.log.changes };
}

/** The id under which a value is shared: its own, or that of what it refers to. */
function idOf(value: unknown): number | null {
  const id = own(value, typeOf(value) === "ref" ? "id" : "$id");
  return typeof id === "number" ? id : null;
}

function step(task: Task, tasks: Task[], seen: Set<number>, run: Run): void {
  const id = idOf(task.value);
  if (id !== null && seen.has(id)) return task.put({ $type: "ref", id });
  if (id !== null) seen.add(id);
  const value = run.references.resolve(task.value);
  if (!isStoredObject(value) || run.made.has(value)) return task.put(copyOf(shared(value, id), task, tasks));
  const version = ownVersion(value, run.references, task.version);
  const stored = new Migrating(value, attributesOrNone(value, run.references), version, task.path, task.owner, run);
  const { owner, migrated } = migrate(stored);
  task.put(copyOf(shared(migrated, id), { ...task, part: null, owner, version }, tasks));
}

/** What replaces a shared value is shared under its id. */
const shared = (value: unknown, id: number | null): unknown =>
  id === null || own(value, "$id") === id || typeOf(value) === null ? value : { ...Object(value), $id: id };

/** The object under its rules, and what its parts are to see above them. */
function migrate(stored: Migrating): { readonly owner: Migrating; readonly migrated: JsonObject } {
  if (stored.version.rank > TARGET.rank)
    throw refused(stored.path, stored.className, sentence`it was written by a newer sklearn than is known here.`);
  const current = stored;
  for (const rule of rulesOf(stored.className)) {
    current.reason = rule.doc;
    if (!applies(rule, current)) continue;
    rule.migrate?.(current);
    const replaced = rule.replace?.(current) ?? null;
    if (replaced !== null) return { owner: current, migrated: replaced };
    if (rule.becomes !== undefined) return migrate(renamed(current, rule.becomes));
  }
  return finish(current);
}

const rulesOf = (className: string): readonly MigrationRule[] => byClass.get(className) ?? NO_RULES;

const applies = ({ before }: MigrationRule, { version }: Migrating): boolean => before === undefined || version.before(...before);

/** The same state under another class. */
function renamed(stored: Migrating, className: string): Migrating {
  stored.note("renamed", "", `the class is ${className} today`);
  const value = { ...stored.value, class: className, origin: className };
  return new Migrating(value, stored.attributes, stored.version, stored.path, stored.owner, stored.run);
}

function finish(stored: Migrating): { readonly owner: Migrating; readonly migrated: JsonObject } {
  const known = stored.className.startsWith("sklearn.");
  const origin = known ? originOf(stored) : (stored.frame.get("origin") ?? own(stored.value, "origin"));
  if (known) complete(stored);
  return { owner: stored, migrated: { ...stateValue(stored), ...Object.fromEntries(stored.frame), origin } };
}

function stateValue(stored: Migrating): JsonObject {
  if (stored.attributes.size === 0) return stored.value;
  return { ...stored.value, state: stateOf(stored.attributes, stored.references.resolve(own(stored.value, "state"))) };
}

/** Parts of neutral values that are no steps of a path. */
const FRAME = new Set(["state", "items", "pairs", "data", "args", "value"]);

const isPairs = (value: object, key: string): boolean =>
  (typeOf(value) === "dict" && key === "items") || (typeOf(value) !== null && key === "pairs");

/** What a part of a value is to a dict. */
const partIn = ({ part }: Task, value: object, key: string): "pairs" | "pair" | null =>
  part === "pairs" ? "pair" : part !== "pair" && isPairs(value, key) ? "pairs" : null;

/** Where a part of a value stands: an attribute, an index; of a named tuple (`("scaler", …)`) and of a dict's pair, the name. */
function placeOf({ path, part }: Task, value: object, key: string): string {
  if (part === "pairs") return path;
  if (part === "pair" && Array.isArray(value))
    return typeof value[0] === "string" || typeof value[0] === "number" ? below(path, value[0]) : path;
  if (typeOf(value) !== null) return FRAME.has(key) ? path : below(path, key);
  const item: unknown = Array.isArray(value) ? value[Number(key)] : null;
  const items = typeOf(item) === "tuple" ? own(item, "items") : null;
  if (Array.isArray(items) && typeof items[0] === "string" && isText(items[0])) return below(path, items[0]);
  if (Array.isArray(value) && value.length > 1 && typeof value[0] === "string" && path.endsWith(value[0])) return path;
  return below(path, Array.isArray(value) ? Number(key) : key);
}

const isText = (name: string): boolean => name.length < 100;

/** Arrays hold nothing to migrate unless they hold objects. */
const isLeaf = (value: object): boolean => typeOf(value) === "ndarray" && own(value, "dtype") !== "object";

/** A shallow copy; what it holds is put on the list, so that the first comes next. */
function copyOf(value: unknown, task: Task, tasks: Task[]): unknown {
  if (typeof value !== "object" || value === null || isAtom(value) || isLeaf(value)) return value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : {};
  const entries = Object.entries(value);
  if (!Array.isArray(copy)) for (const [key, item] of entries) setOwn(copy, key, item);
  for (const [key, item] of entries.reverse()) {
    if (typeof item !== "object" || item === null) continue;
    const put = (made: unknown): void => {
      if (Array.isArray(copy)) copy[Number(key)] = made;
      else setOwn(copy, key, made);
    };
    tasks.push({ ...task, value: item, path: placeOf(task, value, key), part: partIn(task, value, key), put });
  }
  return copy;
}
