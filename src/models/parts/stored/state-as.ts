/**
 * The state of a class that is derived from one of sklearn's, read as that one's. Only sklearn's own classes tell their version: it is
 * that of something inside.
 */
import { attributesOf } from "../../../neutral/attributes.js";
import { own, typeOf } from "../../../neutral/document.js";
import { OLDEST, type Version, versionOf } from "../../../upgrade/version.js";
import { State } from "../../state.js";

/** Most values that are looked at for a version. */
const MOST_LOOKS = 1000;

/** The version of sklearn that something inside an object tells; what is derived from sklearn's classes tells none itself. */
function versionInside(state: State): Version {
  const queue: unknown[] = [state.value];
  for (const value of queue) {
    const inner = state.references.resolve(value);
    const told =
      typeOf(inner) === "object" ? versionOf(attributesOf(own(inner, "state") ?? null, state.references)?.get("_sklearn_version")) : null;
    if (told !== null) return told;
    if (typeof inner !== "object" || inner === null) continue;
    for (const item of Object.values(inner)) if (queue.length < MOST_LOOKS && typeof item === "object" && item !== null) queue.push(item);
  }
  return OLDEST;
}

/** The state as that of `className`, of the version inside. */
export const stateAs = (state: State, className: string): State =>
  new State({ ...Object(state.value), class: className }, state.references, versionInside(state));
