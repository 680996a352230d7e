/** What every object of sklearn gets: its class under today's path, defaults of new parameters, today's version; what is gone goes. */
import { sentence } from "../errors.js";
import { attributesOf } from "../neutral/attributes.js";
import { own } from "../neutral/document.js";
import { type Known, knownClass } from "./catalogue.js";
import { type Migrating, refused } from "./define.js";
import { TARGET_VERSION } from "./target.js";

/** True for the module and name of the class itself, not of a function that built it. */
const namesClass = (origin: string, known: Known, className: string): boolean =>
  [known.origin, className].some((path) => origin.slice(origin.lastIndexOf(".") + 1) === path.slice(path.lastIndexOf(".") + 1));

/** Today's module and name. Where a function built the object its rule has said by which one. */
export function originOf(stored: Migrating): string {
  const origin = String(stored.frame.get("origin") ?? own(stored.value, "origin"));
  const known = knownClass(stored.className);
  if (known === null) throw refused(stored.path, stored.className, sentence`today's sklearn has no such class.`);
  if (origin === known.origin || !namesClass(origin, known, stored.className)) return origin;
  stored.reason = "its module has this name today";
  stored.note("renamed", "", `it was ${origin}`);
  return known.origin;
}

/** False for the few whose state is a tuple or a number. */
function isByName({ value, attributes, references }: Migrating): boolean {
  const state = references.resolve(own(value, "state"));
  return attributes.size > 0 || state === undefined || state === null || attributesOf(state, references) !== null;
}

/** After the rules. */
export function complete(stored: Migrating): void {
  const known = knownClass(stored.className);
  if (known === null || !isByName(stored)) return;
  stored.reason = `sklearn ${TARGET_VERSION} has no such attribute`;
  stored.drop(...known.gone);
  stored.reason = "a newer parameter, with its default";
  for (const [name, value] of known.parameters) stored.add(name, value);
  if (!known.versioned) return;
  stored.attributes.delete("_sklearn_version");
  stored.attributes.set("_sklearn_version", TARGET_VERSION);
}
