/**
 * A whole document with every object upgraded: `--view upgrade`. Iterative; reads the document into memory, unlike
 * `convert` with the stored view.
 *
 * An upgrade may drop a value that is referred to from elsewhere: the first reference then becomes the value.
 */
import { own, References, typeOf } from "../neutral/document.js";
import { isAtom, setOwn } from "../neutral/lossless.js";
import { ownVersion, upgradeObject } from "./index.js";
import { PART_RULES } from "./rules/parts.js";
import { OLDEST, type Version } from "./version.js";

/** A value to copy, the version of what holds it, and where the copy goes. */
interface Task {
  readonly value: unknown;
  readonly version: Version;
  readonly put: (copy: unknown) => void;
}

/** Upgrades every object below a root, from the outside in. @throws CornichonError `document.malformed` */
export function upgradeRoot(root: unknown): unknown {
  const references = new References(root);
  const upgraded = walk(root, (value, version) => upgradeObject(value, references, version, PART_RULES), references);
  return restore(upgraded, references);
}

function walk(root: unknown, change: (value: unknown, version: Version) => unknown, references: References): unknown {
  let result: unknown = null;
  const tasks: Task[] = [
    {
      value: root,
      version: OLDEST,
      put: (copy) => {
        result = copy;
      },
    },
  ];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const version = typeOf(task.value) === "object" ? ownVersion(task.value, references, task.version) : task.version;
    const value = change(task.value, version);
    if (typeof value !== "object" || value === null || isAtom(value)) task.put(value);
    else task.put(copyOf(value, version, tasks));
  }
  return result;
}

const isContainer = (value: unknown): boolean => typeof value === "object" && value !== null;

/** A shallow copy; what it holds is put on the list, so that the first comes next. */
function copyOf(value: object, version: Version, tasks: Task[]): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const copy = [...items];
    for (let i = items.length - 1; i >= 0; i--)
      if (isContainer(items[i])) tasks.push({ value: items[i], version, put: (made) => void copy.splice(i, 1, made) });
    return copy;
  }
  const copy: Record<string, unknown> = {};
  const entries = Object.entries(value);
  for (const [key, item] of entries) setOwn(copy, key, item);
  for (const [key, item] of entries.reverse())
    if (isContainer(item)) tasks.push({ value: item, version, put: (made) => setOwn(copy, key, made) });
  return copy;
}

/** Puts back values whose place is gone while references to them are left. `root` may be a part of what was there before. */
export function restore(root: unknown, before: References): unknown {
  const there = new Set<number>();
  walk(
    root,
    (value) => {
      const id = own(value, "$id");
      if (typeof id === "number") there.add(id);
      return value;
    },
    before,
  );
  return walk(
    root,
    (value) => {
      if (typeOf(value) !== "ref") return value;
      const id = own(value, "id");
      if (typeof id !== "number" || there.has(id)) return value;
      there.add(id);
      return before.resolve(value);
    },
    before,
  );
}
