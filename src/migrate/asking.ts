/**
 * A state asked twice: as its version reads it, and as today's does. For answers whose order or whose last digits depend on
 * the data, a rule asks for some of them, and refuses the state where they differ.
 */
import { CornichonError } from "../errors.js";
import { State } from "../models/state.js";
import { stateOf } from "../neutral/attributes.js";
import type { Migrating } from "./define.js";
import { TARGET, TARGET_VERSION } from "./target.js";

/** As it stands with its rules so far, for the version that wrote it. */
export const asThen = (stored: Migrating): State =>
  new State({ ...stored.value, state: stateOf(stored.attributes) }, stored.references, stored.version);

/** The same for today's. */
export function asToday(stored: Migrating): State {
  const attributes = new Map([...stored.attributes, ["_sklearn_version", TARGET_VERSION]]);
  return new State({ ...stored.value, state: stateOf(attributes) }, stored.references, TARGET);
}

/** What is found by asking; null for a state that no model can read, which other rules refuse or nobody asks. */
export function asked<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof CornichonError && error.code !== "target.unsupported") return null;
    throw error;
  }
}

/** As many of `count` places as are wanted, spread over all. */
export function spread(count: number, wanted: number): readonly number[] {
  const many = Math.max(0, Math.min(count, Math.floor(wanted)));
  return Array.from({ length: many }, (_, i) => Math.floor((i * count) / many));
}
