/**
 * Today's classes as their own sklearn describes them: `defaults.json`, made by `scripts/migrate/make.ts`. Where each is
 * defined, its parameters' defaults, and which attributes of old versions it has no use for.
 */
import { isObject, own } from "../neutral/document.js";
import { Float } from "../neutral/lossless.js";
import made from "./defaults.json" with { type: "json" };

export interface Known {
  /** Module and name under which it is pickled. */
  readonly origin: string;
  /** Its states have `_sklearn_version`. */
  readonly versioned: boolean;
  /** Neutral values by name, in the constructor's order; parameters without a default are not among them. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** Attributes that older versions stored and today's neither sets nor reads. */
  readonly gone: readonly string[];
}

interface Entry {
  readonly module: string;
  readonly name?: string;
  readonly versioned?: boolean;
  readonly parameters?: object;
  readonly gone?: readonly string[];
}

/** JSON has one kind of number: `{"$float": "1.0"}` is a whole float. */
function value(stored: unknown): unknown {
  const float = own(stored, "$float");
  if (typeof float === "string") return new Float(float);
  if (Array.isArray(stored)) return stored.map(value);
  return isObject(stored) ? Object.fromEntries(Object.entries(stored).map(([key, item]) => [key, value(item)])) : stored;
}

const entries = new Map<string, Entry>(Object.entries(made.classes));
const known = new Map<string, Known>();

function read(path: string, entry: Entry): Known {
  return {
    origin: `${entry.module}.${entry.name ?? path.slice(path.lastIndexOf(".") + 1)}`,
    versioned: entry.versioned ?? false,
    parameters: new Map(Object.entries(entry.parameters ?? {}).map(([name, stored]) => [name, value(stored)])),
    gone: entry.gone ?? [],
  };
}

/** Every class of today's sklearn that may stand in a model. */
export const CLASSES: readonly string[] = [...entries.keys()];

/** What today's sklearn has under a canonical path; null where it has no such class. */
export function knownClass(path: string): Known | null {
  const entry = entries.get(path);
  if (entry === undefined) return null;
  const found = known.get(path) ?? read(path, entry);
  known.set(path, found);
  return found;
}
