/**
 * The generator that a method begins with: `random_state` as a whole number seeds one, each call anew
 * (sklearn.utils.check_random_state). None is numpy's global state and an object one that changes with every call: what
 * they draw is not in the model.
 */
import { RandomState } from "../../../numeric/mt19937.js";
import { needsCode } from "../../define.js";
import type { State } from "../../state.js";

const MOST = 2 ** 32 - 1;

/** Makes a fresh generator. @throws CornichonError `model.needs-code`, when it is called, where there is no seed */
export function seeded(state: State, method: string): () => RandomState {
  const seed = state.number("random_state");
  return () => {
    if (seed === null || !Number.isInteger(seed) || seed < 0 || seed > MOST) throw needsCode(method, "a random state other than a seed");
    return new RandomState(seed);
  };
}
