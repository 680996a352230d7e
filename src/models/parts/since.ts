/** Whether a model is of a version of sklearn or a later one. */
import type { State } from "../state.js";

export function since(state: State, major: number, minor: number): boolean {
  const [own, ownMinor] = state.version();
  return own > major || (own === major && ownMinor >= minor);
}
