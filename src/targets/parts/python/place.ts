/** Where in a document a walk is, kept as links and only made a text for a refusal. */
import type { CornichonError, Shown } from "../../../errors.js";
import { below, unsupported } from "../../../graph/define.js";

/** An attribute, key or place in a list, and what it is in; null for the root. */
export type Place = { readonly up: Place; readonly key: string | number } | null;

const MOST_PARTS = 64;

/** The path as `--select` takes it. */
export function pathOf(place: Place): string {
  const parts: (string | number)[] = [];
  for (let at = place; at !== null && parts.length < MOST_PARTS; at = at.up) parts.push(at.key);
  return parts.reverse().reduce<string>(below, "");
}

/** Refuses what stands there. */
export const refused = (place: Place, what: string, why: Shown): CornichonError => unsupported(pathOf(place), what, why);
